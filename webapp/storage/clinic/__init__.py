"""What a manager sets: the clinic itself and its policy."""
