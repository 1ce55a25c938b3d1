"""Preview: the form and the report of a questionnaire that is being written, anew after each save."""
