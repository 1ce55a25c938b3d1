"""The pages ask all that the worked examples answer, and hand it on unchanged."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.web.device import Device, Typing
from webapp.assessment import accept
from webapp.assessment.assess import raised
from webapp.web.parts import EXTENSION

pytestmark = pytest.mark.no_cover

CASES = sorted((Path(__file__).parents[1] / "cases").glob("[SW]*.json"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_worked_example_that_is_typed_in_is_submitted_as_it_is(device: Device, path: Path) -> None:
    answers = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)["answers"]
    walk(device, answers)
    parts = device.app.extensions[EXTENSION]
    sent = parts.store.submission_of(device.cookie(), parts.clock())
    wanted = accept(parts.questionnaire, with_ways_out(answers))
    if any(flag.tier == "stop" for flag in raised(wanted)):
        assert sent is None
    else:
        assert sent.answers == wanted.outside()


def walk(device: Device, answers: dict[str, Any]) -> None:
    """From the first page to the last."""
    device.open("/")
    device.press("Start")
    while device.page.forms and device.page.url != "/result":
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
    return {"consent": "yes", "sex": "prefer_not", "red_flags": ["not_sure"], **given, "region": "CA"}


def typed(shown: list[str], answers: dict[str, Any]) -> Typing:
    given = with_ways_out(answers)
    return {question_id: _typed(question_id, given.get(question_id)) for question_id in shown}


def _typed(question_id: str, answer: Any) -> str | list[str]:  # noqa: ANN401  as JSON has it
    if isinstance(answer, list):
        return answer
    if answer is None:
        return ["", "unsure"] if question_id == "age_years" else []
    return str(answer)
