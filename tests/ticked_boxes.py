"""The boxes that somebody ticks on paper for an answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from webapp.paper.amounts import amount_groups
from webapp.paper.box_keys import UNSURE, BoxKey
from webapp.paper.read_answers import UNSURE_VALUE
from webapp.questionnaire.model import Question
from webapp.questionnaire.rules.numbers import Number


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
