"""Kiosks, the sessions at them, and reports that wait for a patient's phone."""
