"""Filters of templates."""

from markupsafe import Markup


def as_is(name: str) -> Markup:
    """Mark a name or a code within a sentence: not to be translated, with a text direction of its own."""
    return Markup('<bdi translate="no">{}</bdi>').format(name)
