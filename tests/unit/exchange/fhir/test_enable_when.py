"""When the exported Questionnaire shows an item."""

from __future__ import annotations

import pytest

from tests.unit.assessment.tiny import tiny
from tests.unit.exchange.fhir.form import SIMPLE, form
from tests.unit.exchange.fhir.people import BASE, extensions, items
from webapp.exchange.fhir import questionnaire_resource


def conditions_of(rule: str) -> object:
    """The tests of the last question, with how they are joined; None where FHIRPath says it."""
    item = form(SIMPLE.replace("RULE", rule))["c"]
    if extensions(item, "enableWhenExpression"):
        return None
    answers = [
        (test["question"], test["operator"], test.get("answerInteger") or test["answerCoding"]["code"])
        for test in item["enableWhen"]
    ]
    return (*answers, item.get("enableBehavior"))


@pytest.mark.parametrize(
    ("rule", "tests"),
    [
        ("a == 'yes'", (("a", "=", "a.yes"), None)),
        ("a in ['yes', 'not_sure']", (("a", "=", "a.yes"), ("a", "=", "asked-unknown"), "any")),
        ("known(a) and a != 'yes'", (("a", "=", "a.no"), None)),
        ("n > 3", (("n", ">", 3), None)),
        ("n == 3", (("n", "=", 3), None)),
        ("'x' in m or 'y' in m", (("m", "=", "m.x"), ("m", "=", "m.y"), "any")),
        ("b == 'yes'", (("a", "=", "a.yes"), ("b", "=", "b.yes"), "all")),
    ],
)
def test_one_look_at_one_answer_is_said_without_fhirpath(rule: str, tests: object) -> None:
    assert conditions_of(rule) == tests


@pytest.mark.parametrize(
    "rule",
    [
        "a != 'yes' or n > 3",
        "n != 3",
        "n <= 10",
        "3 < n",
        "n > 2.5",
        "known(n)",
        "not ('x' in m)",
        "'x' in m and 'y' in m",
        "known(m)",
        "known(b)",
        "b != 'yes'",
        "a == 'yes' and b == 'yes'",
    ],
)
def test_more_is_said_in_fhirpath(rule: str) -> None:
    assert conditions_of(rule) is None


def test_a_condition_on_a_question_that_is_not_asked_does_not_dangle() -> None:
    without = questionnaire_resource(tiny(SIMPLE.replace("RULE", "n > 3")), base_url=BASE, without=["n"])
    assert extensions(items(without)["c"], "enableWhenExpression")
