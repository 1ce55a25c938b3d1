"""Tools for authors of a questionnaire; nothing that serves patients or practitioners imports them."""
