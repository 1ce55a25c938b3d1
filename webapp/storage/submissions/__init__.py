"""Submissions: how they are made, encrypted, listed at the desk, joined to visits, and printed."""
