"""For managers: people, the clinic's settings, kiosks, the audit log, and the first run."""
