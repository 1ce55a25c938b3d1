"""Clinic kiosks: their pages, and picking up a report with a phone."""
