"""The questionnaire on paper: the blank form, and the answers ticked on it. See README.md."""
