"""Signing in and out, the second factor, the own account, and the guards of staff pages."""
