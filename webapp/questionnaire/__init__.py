"""The questionnaire: what is asked, and how it is judged. Pure: see README.md."""
