"""Words in the language of the person who will read them, where somebody else asks for the page."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import g

from webapp.web.kit.app_context import app_context


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Write in this language within the block; in the clinic's for "" or one that is not offered."""
    before = g.get("language", "")
    g.language = language if language in app_context().offered_languages else ""
    try:
        yield
    finally:
        g.language = before
