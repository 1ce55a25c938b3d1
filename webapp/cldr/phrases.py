"""Items that may have commas, joined as a language joins them."""

from collections.abc import Iterable
from functools import cache

from webapp.cldr.locales import parsed

_SEMICOLONS = {
    "ar": "\N{ARABIC SEMICOLON} ",
    "fa": "\N{ARABIC SEMICOLON} ",
    "fr": "\N{NARROW NO-BREAK SPACE}; ",
    "ja": "\N{FULLWIDTH SEMICOLON}",
    "ur": "\N{ARABIC SEMICOLON} ",
    "zh": "\N{FULLWIDTH SEMICOLON}",
}


@cache
def semicolon(language: str) -> str:
    """Return the semicolon of a language with its blanks."""
    locale = parsed(language.removesuffix("-simple"))
    return _SEMICOLONS.get(locale.language if locale else "", "; ")


def join_phrases(items: Iterable[str], language: str) -> str:
    """Join items by the semicolon of a language: "a, b; c"."""
    return semicolon(language).join(items)
