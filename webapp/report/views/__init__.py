"""What documents say: views as values, and how an assessment becomes one. Pure."""
