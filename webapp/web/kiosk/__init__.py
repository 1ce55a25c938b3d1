"""Clinic kiosks: the sessions on their screens, and picking a report up with a phone."""
