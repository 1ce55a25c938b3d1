"""The boxes that somebody ticks on paper, and the golden cases whose answers are ticked."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from tests.project import QUESTIONNAIRE, ROOT
from webapp.assessment import validate_answers
from webapp.paper.amounts import amount_groups
from webapp.paper.box_keys import UNSURE, BoxKey
from webapp.paper.marks import Mark
from webapp.paper.read_answers import UNSURE_VALUE, ReadQuestion, read_question
from webapp.questionnaire.model import Question
from webapp.questionnaire.rules.numbers import Number

CASES: Mapping[str, Mapping[str, Any]] = {
    path.stem: case["answers"]
    for path in sorted((ROOT / "tests/cases").glob("*.json"))
    if "findings" in (case := json.loads(path.read_text("utf-8"), parse_float=Decimal))
}
"""The answers of all golden cases but those that are refused."""


def ticked(answers: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Return the keys of the boxes that somebody with these answers ticks, by question."""
    given = validate_answers(QUESTIONNAIRE, answers).to_json()
    return {one: box_marks(QUESTIONNAIRE.questions[one], _values(value)) for one, value in given.items()}


def _values(value: object) -> list[str]:
    return value if isinstance(value, list) else [] if value is None else [str(value)]


def plainly_read(question: str, keys: Collection[str]) -> ReadQuestion:
    """Return what these boxes of a question say, each ticked plainly."""
    marks = {BoxKey.parse(key).mark: Mark.MARKED for key in keys}
    return read_question(QUESTIONNAIRE.questions[question], marks)


def box_marks(question: Question, values: Collection[str]) -> frozenset[str]:
    """Return the keys of the boxes that say an answer: what somebody ticks on paper for it."""
    if question.kind != "number":
        return frozenset(BoxKey(question.id, value).text for value in values)
    keys = [BoxKey(question.id, UNSURE)] if UNSURE_VALUE in values else []
    for text in values:
        if text and text != UNSURE_VALUE:
            keys += [BoxKey.of_amount(question.id, one) for one in _parts(question, BoxKey("", f"+{text}"))]
    return frozenset(key.text for key in keys)


def _parts(question: Question, number: BoxKey) -> Sequence[Number]:
    """Return the amounts, the largest first, that add up to a number; none where no boxes do."""
    rest = number.amount or 0
    parts: list[Number] = []
    for group in amount_groups(question):
        best = max((one for one in group if one <= rest), default=None)
        if best is not None and (best or not parts):
            parts.append(best)
            rest -= best
    return parts if not rest else ()
