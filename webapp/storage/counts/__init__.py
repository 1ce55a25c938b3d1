"""Counts of what happened, without anybody's: how far forms came, by day and section."""
