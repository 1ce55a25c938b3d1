"""Words between the two ends of a range of numbers."""

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


def range_pattern() -> str:
    """Return a regular expression for the words between the ends of a range, in all languages.

    Blanks are around them, but for letters as wide as in Chinese, where there may be none.
    """
    words = [word for group in RANGE_WORDS.values() for word in group]
    wide = [word for word in words if is_wide(word[0])]
    others = (word for word in words if word not in wide)
    return f" ?(?:{'|'.join(wide)}) ?| (?:{'|'.join(others)}) "
