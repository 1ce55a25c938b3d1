"""Invitations for patients: a link and six words for what comes in under one clinic number."""
