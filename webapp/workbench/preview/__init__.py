"""Preview: the form and the report of a questionnaire, updated after each save."""
