"""Revision: what a new version changes in words, for the same people, and for golden cases."""
