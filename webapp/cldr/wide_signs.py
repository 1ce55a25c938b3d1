"""Signs of Chinese and Japanese that are as wide as a letter: no blank follows them."""

import re

from webapp.cldr.locales import parsed

WIDE_SIGNS = "\uff0c\u3001\u3002\uff1a\uff1b\uff01\uff1f"
"""Comma, comma of lists, full stop, colon, semicolon, exclamation mark, question mark."""

LANGUAGES = ("ja", "zh")

_INLINE = r"(?:</?(?:a|b|bdi|em|i|span|strong)\b[^>]*>)*"
_AS_TYPED = (
    r"<(?P<box>textarea|script|style)\b.*?</(?P=box)>"
    r'|<(?P<tag>\w+)[^>]* translate="no"[^>]*>.*?</(?P=tag)>'
)
_PART = re.compile(rf"{_AS_TYPED}|<[^>]*>|(?P<sign>[{WIDE_SIGNS}]{_INLINE})\s+", re.DOTALL)


def needs_no_blanks(language: str) -> bool:
    """Return whether sentences follow each other without a blank in a language."""
    locale = parsed(language)
    return locale is not None and locale.language in LANGUAGES


def without_blanks(html: str) -> str:
    """Return a page without the blanks behind wide signs, which templates put between two texts.

    What somebody typed stays as it is: in boxes, and where `translate="no"` says so.
    """
    return _PART.sub(lambda part: part["sign"] or part[0], html)
