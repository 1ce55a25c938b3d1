"""What the questionnaire and the page on safety say is not asked is in no question."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.project import QUESTIONNAIRE, ROOT

NOT_ASKED = re.compile(r"not asked|nobody asks|no question", re.IGNORECASE)
SENTENCE = re.compile(r"(?<=[.;|])\s+")
WORD = re.compile(r"[a-z]{5,}")
OF_THE_SENTENCE = frozenset({"asked", "asks", "illne", "nobod", "signs", "which", "about", "other", "quest"})
"""Beginnings of words that say nothing of what is not asked."""


def beginnings(text: str) -> set[str]:
    """Return the first five letters of each longer word."""
    return {word[:5] for word in WORD.findall(text.lower())} - OF_THE_SENTENCE


def sentences() -> Iterator[str]:
    page = QUESTIONNAIRE.practice
    remarks = (note.text for factor in QUESTIONNAIRE.factors.values() for note in factor.notes)
    texts = (*(one.limits for one in page.considered), *(one.text for one in page.spoilers), *remarks)
    for text in (*texts, (ROOT / "docs" / "safety.md").read_text("utf-8")):
        yield from (one for one in SENTENCE.split(text) if NOT_ASKED.search(one))


def asked() -> set[str]:
    questions = QUESTIONNAIRE.questions.values()
    labels = (option.label for one in questions for option in one.options)
    return {word for text in (*(one.text for one in questions), *labels) for word in beginnings(text)}


@pytest.mark.parametrize("sentence", list(sentences()))
def test_what_is_said_not_to_be_asked_is_in_no_question(sentence: str) -> None:
    assert beginnings(sentence) & asked() == set()
