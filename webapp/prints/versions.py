"""Questionnaires that are not today's: a submission is judged by the one that it answered."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from webapp.questionnaire.load import load
from webapp.questionnaire.model import Questionnaire

KEPT = 4
"""Versions that a process keeps loaded; each takes half a megabyte."""


class Versions:
    """Questionnaires by the digest of their text, loaded when first wanted. Safe with threads."""

    def __init__(self, text_of: Callable[[str], str | None]) -> None:
        self._text_of = text_of
        self._loaded: OrderedDict[str, Questionnaire] = OrderedDict()
        self._lock = Lock()

    def of(self, digest: str) -> Questionnaire:
        """Raises LookupError for a digest that nothing was kept under."""
        with self._lock:
            found = self._loaded.get(digest) or self._load(digest)
            self._loaded[digest] = found
            self._loaded.move_to_end(digest)
            if len(self._loaded) > KEPT:
                self._loaded.popitem(last=False)
            return found

    def _load(self, digest: str) -> Questionnaire:
        text = self._text_of(digest)
        if text is None:
            raise LookupError(f"no questionnaire was kept under {digest}")
        return load(text)
