"""Practitioner accounts: passwords, second factors, sign-ins, one-time links, limits of tries."""
