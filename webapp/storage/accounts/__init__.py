"""Practitioner accounts: passwords, second factors, sign-ins, invitations, limits of tries."""
