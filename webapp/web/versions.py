"""The questionnaire that a submission answered, which need not be today's."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import cast

from flask import current_app

from webapp.questionnaire.load import load
from webapp.questionnaire.model import Questionnaire
from webapp.web.parts import parts

EXTENSION = "gut-factors-versions"

KEPT = 4
"""Other versions that a process keeps loaded; each takes half a megabyte."""


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


def questionnaire_of(digest: str) -> Questionnaire:
    """Today's questionnaire, or the kept one of this digest. Raises LookupError where there is none."""
    here = parts()
    if digest == here.questionnaire.digest:
        return here.questionnaire
    fresh = Versions(here.store.questionnaire_text)
    return cast("Versions", current_app.extensions.setdefault(EXTENSION, fresh)).of(digest)
