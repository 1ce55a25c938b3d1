"""Names that commands take: by the rule of the pages' forms, so that both show and print them."""

from webapp.cli.exit_codes import BAD_INPUT, exit_with
from webapp.clinic import LONGEST_LINE
from webapp.localization.typed_text import is_text, typed_line


def checked_line(typed: str, what: str) -> str:
    """Return what was typed as one line, "" for nothing. Exit where it is too long or cannot be printed."""
    line = typed_line(typed)
    if len(line) > LONGEST_LINE or not all(map(is_text, line)):
        exit_with([f"write {what} with at most {LONGEST_LINE} characters that can be printed"], BAD_INPUT)
    return line
