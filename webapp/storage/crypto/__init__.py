"""Keys, tokens, and the encryption of everything that is stored."""
