"""What belongs to the whole site: assets, error pages, security headers, health and logs."""
