"""Answers from a JSON file, exactly: no number goes through a float."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal

from webapp.assessment import AnswerErrors, Answers, accept
from webapp.questionnaire.model import Questionnaire

_LONGEST_WHOLE = 100


class AnswersRefused(Exception):  # noqa: N818  a refusal
    """The text holds no answers to this questionnaire. `sentences` tell everything that is wrong."""

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


def read_answers(questionnaire: Questionnaire, text: str, presets: Mapping[str, str]) -> Answers:
    """Give the answers of the text; `presets` stand in for questions that it does not name.

    Raises AnswersRefused.
    """
    outside = {**presets, **_object(text)}
    try:
        return accept(questionnaire, outside)
    except AnswerErrors as error:
        raise AnswersRefused(
            *(f"{problem.question}: {problem.message}" for problem in error.problems)
        ) from error


def _object(text: str) -> dict[str, object]:
    try:
        found = json.loads(
            text,
            parse_float=Decimal,
            parse_int=_whole,
            parse_constant=_no_number,
            object_pairs_hook=_without_repeats,
        )
    except (ValueError, RecursionError) as error:
        raise AnswersRefused(f"this is not JSON that can be read: {error}") from error
    if not isinstance(found, dict):
        raise AnswersRefused('answers are one JSON object, such as {"age_years": 41, "sex": "female"}')
    return found


def _whole(digits: str) -> int | Decimal:
    """What is too long to be an answer stays cheap, to be refused by its question's name."""
    return int(digits) if len(digits) <= _LONGEST_WHOLE else Decimal(digits)


def _no_number(name: str) -> object:
    raise ValueError(f"{name} is not a number")


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f'"{key}" is answered twice')
        found[key] = value
    return found
