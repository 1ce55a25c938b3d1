"""Texts of pages and documents as Python fills them: %(name)s is a value, and any other % is a mistake."""

import re
from collections import Counter
from collections.abc import Iterator

_SIGNS = re.compile(r"%\((?P<value>[a-z_]+)\)[sd]|%%|%")


def percent_signs(words: str) -> Counter[str]:
    """Return the percent signs that are no value's, "%" and "%%", with how often each is there."""
    return Counter(found[0] for found in _SIGNS.finditer(words) if found["value"] is None)


def fills_like(words: str, source: str) -> bool:
    """Return whether the words can be filled with the values of their source, without an error."""
    is_known = set(_values(words)) <= set(_values(source))  # with their kind: a text is no %(name)d
    return is_known and percent_signs(words) == percent_signs(source)


def _values(words: str) -> Iterator[str]:
    return (found[0] for found in _SIGNS.finditer(words) if found["value"])
