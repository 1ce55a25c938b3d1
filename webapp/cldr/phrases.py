"""Items that may have commas, joined as a language joins them."""

from collections.abc import Iterable

from webapp.cldr.locales import parsed

_SEMICOLONS = {
    "ar": "\N{ARABIC SEMICOLON} ",
    "fa": "\N{ARABIC SEMICOLON} ",
    "fr": "\N{NARROW NO-BREAK SPACE}; ",
    "ja": "\N{FULLWIDTH SEMICOLON}",
    "ur": "\N{ARABIC SEMICOLON} ",
    "zh": "\N{FULLWIDTH SEMICOLON}",
}


def join_phrases(items: Iterable[str], language: str) -> str:
    """Join items by the semicolon of a language: "a, b; c"."""
    locale = parsed(language.removesuffix("-simple"))
    return _SEMICOLONS.get(locale.language if locale else "", "; ").join(items)
