"""What a FHIR client works out of our expressions."""

from __future__ import annotations

import operator
from typing import Any

import pytest

from tests.unit.exchange.fhir.people import Resource, extensions, items, number, response_of, worked_out
from webapp.assessment import Answers
from webapp.questionnaire.rules.facts import Value


def calculated(answers: Answers, told: dict[str, str]) -> dict[str, Any]:
    """What a client works out, item after item; each is there for those that follow."""
    response = response_of(answers)
    group: list[Resource] = []
    response["item"].append({"linkId": "worked-out", "item": group})
    values = {}
    for measure, text in told.items():
        values[measure] = worked_out(text, response)
        if values[measure] is not None:
            kind = "valueBoolean" if isinstance(values[measure], bool) else "valueDecimal"
            group.append({"linkId": measure, "answer": [{kind: values[measure]}]})
    return values


def is_the_same(ours: Value, theirs: object) -> bool:
    if isinstance(ours, tuple) and ours[0] == ours[1]:
        return theirs is not None and number(theirs) == pytest.approx(float(ours[0]))
    return theirs is ours if isinstance(ours, bool) else theirs is None


def holds(test: Resource, response: Resource) -> bool:
    """One test of `enableWhen`, as the specification has it for what we write."""
    answers = items(response).get(test["question"], {}).get("answer", [])
    wanted = next(value for key, value in test.items() if key.startswith("answer"))
    given_values = [value for answer in answers for value in answer.values()]
    if isinstance(wanted, dict):
        return any({**wanted, "display": one["display"]} == one for one in given_values)
    compare = {">": operator.gt, "<": operator.lt, "=": operator.eq}[test["operator"]]
    return any(compare(one, wanted) for one in given_values)


def is_shown(item: Resource, response: Resource) -> bool:
    for expression in extensions(item, "enableWhenExpression"):
        return worked_out(expression["expression"], response) is True
    tests = [holds(test, response) for test in item.get("enableWhen", ())]
    return (all(tests) if item.get("enableBehavior") == "all" else any(tests)) if tests else True
