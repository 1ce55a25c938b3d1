"""The questionnaire as patients walk through it, from the first page to the result."""
