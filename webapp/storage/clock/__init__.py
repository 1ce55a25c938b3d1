"""How far the machine's clock is trusted, and what is done with times that cannot be right."""
