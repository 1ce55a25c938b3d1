"""Counts of what happened, without persons: how far forms came, by day and section."""
