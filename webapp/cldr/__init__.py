"""What Unicode says of a language: how it writes numbers, its plural forms, its direction."""
