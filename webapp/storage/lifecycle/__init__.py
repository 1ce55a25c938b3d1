"""From the audit log to the purge: what is recorded, how long data live, and whether the store works."""
