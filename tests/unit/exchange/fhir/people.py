"""Random people who answer the real questionnaire, and what FHIRPath says of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from fhirpathpy import compile as compile_fhirpath
from fhirpathpy.models import models
from hypothesis import settings
from hypothesis import strategies as st

from tests.project import QUESTIONNAIRE
from webapp.assessment import Answers, AnswerValue, resolve
from webapp.assessment.validate_answers import out_of_range
from webapp.exchange.fhir import response_resource
from webapp.questionnaire.domains import bounds_of
from webapp.questionnaire.model import Question, Questionnaire

BASE = "https://clinic.example/fhir"
GIVEN_AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)

SLOW = max(1, settings().max_examples // 30)
"""Examples where FHIRPath is evaluated: half a second for each person. More:  --hypothesis-profile=whole"""

Resource = dict[str, Any]


def given(question: Question, *, is_plain: bool) -> st.SearchStrategy[AnswerValue]:
    """An answer; a plain one is neither skipped nor says that it is not known."""
    if question.kind == "number":
        low, high = question.bounds[0].low, question.bounds[0].high
        steps = (0, 1, 2, 3, 4, 5, 7, 10, 20, 40)
        near = [low + step * question.step for step in steps if low + step * question.step <= high]
        numbers: st.SearchStrategy[AnswerValue] = st.sampled_from([*near, high])
        return numbers if is_plain else numbers | st.none()
    options = [one for one in question.options if not (is_plain and one.is_unknown)]
    if question.kind == "single":
        chosen: st.SearchStrategy[AnswerValue] = st.sampled_from([one.id for one in options])
        return chosen if is_plain else chosen | st.none()
    alone = st.sampled_from([(one.id,) for one in options if one.exclusive])
    free = [one.id for one in options if not one.exclusive]
    several = st.sets(st.sampled_from(free), min_size=1, max_size=4).map(
        lambda picks: tuple(one for one in free if one in picks)
    )
    return (several | alone) if is_plain else (several | alone | st.none())


@st.composite
def people(
    draw: st.DrawFn, questionnaire: Questionnaire = QUESTIONNAIRE, *, is_plain: bool = False
) -> Answers:
    """Random answers to all that is asked; a plain person knows everything."""
    questions = questionnaire.questions
    raw = {one.id: draw(given(one, is_plain=is_plain)) for one in questions.values()}
    answers = resolve(questionnaire, raw)
    lowest = {
        one.question: bounds_of(questions[one.question], answers.situation)[0]
        for one in out_of_range(answers)
    }
    return resolve(questionnaire, {**raw, **lowest}) if lowest else answers


def response_of(answers: Answers) -> Resource:
    return response_resource(answers, base_url=BASE, authored=GIVEN_AT, reference="7Q4K-XW")


@cache
def compiled(text: str) -> Callable[[Resource, Mapping[str, Any]], list[Any]]:
    return compile_fhirpath(text, models["r4"])


def worked_out(text: str, response: Resource) -> Any:  # noqa: ANN401  # whatever FHIRPath gives
    """The one value of an expression, or None."""
    values = compiled(text)(response, {"resource": response})
    assert len(values) <= 1
    return values[0] if values else None


def items(resource: Resource) -> dict[str, Resource]:
    """Every item by its linkId."""
    found: dict[str, Resource] = {}
    for item in resource.get("item", ()):
        found |= {item["linkId"]: item, **items(item)}
    return found


def extensions(piece: Resource, name: str) -> list[Any]:
    """The values of the extensions whose address ends so."""
    return [
        value
        for extension in piece.get("extension", ())
        if extension["url"].endswith(name)
        for key, value in extension.items()
        if key.startswith("value")
    ]


def number(value: object) -> float:
    assert isinstance(value, int | float | Decimal)
    return float(value)
