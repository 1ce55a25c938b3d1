"""Commands for the author of a questionnaire."""
