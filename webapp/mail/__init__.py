"""Mail by the clinic's own SMTP server."""
