"""Words beside numbers: between the two ends of a range, and between a unit and its time."""

from webapp.cldr.wide_signs import is_wide

RANGE_WORDS = {
    "ar": ("إلى", "الى", "حتى", "أو", "او"),
    "de": ("bis", "oder"),
    "en": ("to", "or"),
    "es": ("a", "o", "ó", "u"),
    "fr": ("à", "a", "ou"),
    "zh": ("到", "至", "或者", "或"),
}
"""By language. Any other word between two numbers may mean something else: "1 in 2 days", "3 of 7"."""

RATE_WORDS = {
    "ar": ("في",),
    "de": ("am", "pro", "je"),
    "en": ("a", "per"),
    "es": ("a la", "al", "por"),
    "fr": ("par",),
    "zh": ("每",),
}
"""By language: "handfuls a day", "Handvoll am Tag"."""


def range_pattern() -> str:
    """Return a regular expression for the words between the ends of a range, in all languages.

    Blanks are around them, but for letters as wide as in Chinese, where there may be none.
    """
    words = [word for group in RANGE_WORDS.values() for word in group]
    wide = [word for word in words if is_wide(word[0])]
    others = (word for word in words if word not in wide)
    return f" ?(?:{'|'.join(wide)}) ?| (?:{'|'.join(others)}) "


def rate_words(language: str) -> tuple[str, ...]:
    """Return the words between a unit and its time in a language, or in an edition or country of it."""
    return RATE_WORDS.get(language.partition("-")[0], ())
