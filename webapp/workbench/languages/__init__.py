"""Languages: what is to be translated, and how far each translation is."""
