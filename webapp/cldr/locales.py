"""The locales of language tags."""

from babel import Locale, UnknownLocaleError


def parsed(language: str) -> Locale | None:
    """Return the locale of a language tag, or None for an unknown one."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
