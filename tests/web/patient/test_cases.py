"""The pages ask all that worked examples answer, and hand it on unchanged."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from tests.project import QUESTIONNAIRE, ROOT
from tests.web.device import Device, Typing
from webapp.assessment import validate_answers
from webapp.assessment.assess import raised_flags
from webapp.web.kit.app_context import EXTENSION

CASES = [
    "S01",
    "S02",
    "S03",
    "S04",
    "S06",
    "S09",
    "S16",
    "S21",
    "S33",
    "S38",
    "S39",
    "S40",
    "S41",
    "S43",
    "S45",
    "S46",
    "S47",
    "S48",
    "S49",
    "S50",
    "S51",
    "S53",
    "S55",
    "S56",
    "S57",
    "S58",
    "S59",
    "S60",
    "S61",
    "W25a",
    "W32",
    "W55",
    "W56",
]
"""As few as answer every question and raise every flag, a whole person, and one who left all open."""


def answers_of(case: str) -> dict[str, Any]:
    text = (ROOT / "tests" / "cases" / f"{case}.json").read_text("utf-8")
    answers: dict[str, Any] = json.loads(text, parse_float=Decimal)["answers"]
    return answers


def test_the_examples_among_them_answer_every_question_and_raise_every_flag() -> None:
    questions, flags = set(), set()
    for case in CASES:
        accepted = validate_answers(QUESTIONNAIRE, with_ways_out(answers_of(case)))
        questions |= {one for one, answer in answers_of(case).items() if answer is not None}
        flags |= {flag.id for flag in raised_flags(accepted)}
    assert questions == {*QUESTIONNAIRE.questions}
    assert flags == {flag.id for flag in QUESTIONNAIRE.safety}


@pytest.mark.parametrize("case", CASES)
def test_a_worked_example_that_is_typed_in_is_submitted_as_it_is(device: Device, case: str) -> None:
    answers = answers_of(case)
    walk(device, answers)
    parts = device.app.extensions[EXTENSION]
    sent = parts.store.submissions.get_by_draft(device.cookie(), parts.clock())
    wanted = validate_answers(parts.questionnaire, with_ways_out(answers))
    if any(flag.tier == "stop" for flag in raised_flags(wanted)):
        assert sent is None
    else:
        assert sent.answers == wanted.to_json()


def walk(device: Device, answers: dict[str, Any]) -> None:
    """From the first page to the last."""
    device.open("/")
    device.press("Start")
    while device.page.forms and device.page.url not in ("/result", "/stopped"):
        assert not device.page.problems
        if device.page.url.startswith("/notice"):
            device.press("I have read this")
        elif device.page.url.startswith("/hand-over"):
            device.press("Continue", {"way": "send"})
        elif device.page.url.startswith("/check"):
            device.press("Continue")
        else:
            device.press("Continue", typed(device.page.shown, answers))


def with_ways_out(answers: dict[str, Any]) -> dict[str, Any]:
    """The required questions that an example leaves open, answered as a patient would have to."""
    given = {question_id: answer for question_id, answer in answers.items() if answer is not None}
    return {"consent": "yes", "sex": "prefer_not", **UNCHECKED, **given, "region": "CA"}


UNCHECKED = {"signs_now": ["not_sure"], "red_flags": ["not_sure"]}


def typed(shown: list[str], answers: dict[str, Any]) -> Typing:
    given = with_ways_out(answers)
    return {question_id: _typed(question_id, given.get(question_id)) for question_id in shown}


def _typed(question_id: str, answer: Any) -> str | list[str]:  # noqa: ANN401  as JSON has it
    if isinstance(answer, list):
        return answer
    if answer is None:
        return ["", "unsure"] if question_id == "age_years" else []
    return str(answer)
