"""Revision: what a newer questionnaire changes, in its words, for the same people, and for golden cases."""
