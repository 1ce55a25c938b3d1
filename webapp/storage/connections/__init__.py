"""Connections to other programs of the clinic."""
