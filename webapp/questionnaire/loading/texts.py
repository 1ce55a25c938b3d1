"""Checks of words: plain text or a little Markdown, never HTML."""

import re
from collections.abc import Iterator

from webapp.questionnaire.loading.positions import TomlPath
from webapp.questionnaire.problems import ErrorCollector

LocatedText = tuple[TomlPath, str]  # a text and its place

RULE_KEYS = ("when", "value", "show_if", "offer_if", "strong", "moderate", "slight")
"""Keys whose texts are rules, not words."""

NAME_KEYS = (
    *(
        "references",
        "sources",
        "silences_changes_of",
        "silences_changes_of_questions",
        "items",
        "questions",
        "number_lines",
    ),
)
"""Keys of lists of names, not of words."""

FILLED_KEYS = ("emergency", "help_line", "label", "language", "limits", "text", "title", "version", "why")
"""Keys whose words must not be blank. (A phrase may be: it then adds nothing.)"""

REFUSED = {
    "html": (
        re.compile(r"<[A-Za-z/!][^\s<>]*>?"),
        "HTML is not allowed here: use **bold**, *italic* and blank lines",
    ),
    "script": (re.compile(r"javascript\s*:", re.IGNORECASE), "a link to a script is not allowed"),
    "control-character": (
        re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]"),
        "there is an invisible control character in this text",
    ),
    "markdown": (
        re.compile(r"!?\[[^\]\n]*\]\([^)\n]*\)?|`+|^ {0,3}(?:#{1,6}|>|[-+*]) .*", re.MULTILINE),
        "of Markdown only **bold**, *italic* and blank lines are used",
    ),
}
"""Forbidden content by error code: its pattern and the message."""


def check_texts(errors: ErrorCollector) -> None:
    """Add errors for blank words, HTML, control characters and other Markdown."""
    for path, text in texts(errors.data):
        _check_blank(errors, path, text)
        _check_stars(errors, path, text)
        for code, (form, message) in REFUSED.items():
            for match in form.finditer(text):
                errors.add(path, code, message, match.group(), line=text.count("\n", 0, match.start()))


def texts(value: object, path: TomlPath = ()) -> Iterator[LocatedText]:
    """Yield every text in nested tables and lists, except rules and lists of names."""
    if isinstance(value, str) and not _is_rule(path) and not _is_name(path):
        yield path, value
    elif isinstance(value, dict):
        for key in value:
            yield from texts(value[key], (*path, key))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from texts(one, (*path, index))


def _is_rule(path: TomlPath) -> bool:
    return path[-1] in RULE_KEYS and path[0] != "words"


def _is_name(path: TomlPath) -> bool:
    return any(key in path for key in NAME_KEYS)


def _check_blank(errors: ErrorCollector, path: TomlPath, text: str) -> None:
    is_filled = path[-1] in FILLED_KEYS or path[0] == "words" or path[2:3] in (("told",), ("ask",))
    if is_filled and path[0] != "phrase" and "easy" not in path and not text.strip():
        errors.add(path, "blank", "this must not be blank")


def _check_stars(errors: ErrorCollector, path: TomlPath, text: str) -> None:
    start = 0
    for paragraph in re.split(r"(\n[ \t]*\n)", text):
        bold = paragraph.count("**")
        if bold % 2 or (paragraph.count("*") - 2 * bold) % 2:
            line = text.count("\n", 0, start)
            errors.add(path, "markdown", "a star that opens bold or italic is not closed", "*", line=line)
        start += len(paragraph)
