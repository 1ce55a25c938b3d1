"""The shape of a response from outside: every element of its kind, and none that may change the meaning."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.exchange.fhir.shape import MOST_PROBLEMS, shape_problems


@pytest.mark.parametrize(
    "response",
    [
        {},
        {"text": {"div": "<div/>"}, "contained": [1], "subject": {"reference": "x"}, "_status": {"id": "a"}},
        {"item": [{"linkId": "a", "answer": [{"valueDecimal": Decimal("1.5"), "item": []}], "item": []}]},
        {"item": [{"answer": [{"valueQuantity": {"value": 1, "unit": "g"}}, {"valueBoolean": True}]}]},
    ],
)
def test_what_fhir_allows_may_be_there(response: object) -> None:
    assert shape_problems(response) == ()


@pytest.mark.parametrize(
    ("response", "problem"),
    [
        ([], "The response must be an object."),
        ({"status": 3}, "The response, status must be text."),
        ({"item": {}}, "The response, item must be a list."),
        ({"item": [3]}, "The response, item[0] must be an object."),
        ({"mood": 1}, "The response has something that is not of FHIR: mood."),
        ({"item": [{"answer": [{"valueInteger": True}]}]}, "answer[0], valueInteger must be a number."),
        ({"item": [{"answer": [{"valueBoolean": 1}]}]}, "valueBoolean must be true or false."),
        ({"item": [{"answer": [{"valueCoding": "x"}]}]}, "valueCoding must be an object."),
        ({"item": [{}, {"modifierExtension": []}]}, "item[1] has modifierExtension: it may change"),
        ({"identifier": {"value": []}}, "The response, identifier, value must be text."),
    ],
)
def test_what_is_wrong_is_told_with_its_place(response: object, problem: str) -> None:
    (told,) = shape_problems(response)
    assert problem in told


def test_a_refusal_has_an_end_and_a_depth() -> None:
    assert len(shape_problems({"item": [1] * 1000})) == MOST_PROBLEMS
    deep: Any = []
    for _ in range(5000):
        deep = [{"item": deep}]
    assert shape_problems({"item": deep})[0].endswith(" lies too deep.")


NAMES = st.sampled_from(["item", "answer", "meta", "tag", "value", "linkId"])
PLAIN = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
NESTED = st.recursive(
    PLAIN, lambda below: st.lists(below, max_size=3) | st.dictionaries(NAMES, below), max_leaves=12
)


@settings(max_examples=max(30, settings().max_examples // 100))
@given(response=NESTED)
def test_whatever_comes_is_told_in_sentences(response: object) -> None:
    assert all(problem.endswith(".") for problem in shape_problems(response))
