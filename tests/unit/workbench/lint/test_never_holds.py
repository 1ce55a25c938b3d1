"""A comparison that no answers can make true is refused, in whatever rule it is."""

from __future__ import annotations

import pytest

from tests.unit.questionnaire.rich import RICH
from tests.unit.questionnaire.small import line_of, small
from webapp.questionnaire.load import load
from webapp.workbench.checking import find_all

STRONG = 'strong = "fibre_g < 3"'


def refused(rule: str) -> list[str]:
    text = small(STRONG, f"strong = {rule}")
    return [one.message for one in find_all(text).errors if one.code == "never-holds"]


@pytest.mark.parametrize(
    ("rule", "dead"),
    [
        ('"fruit == 2.5"', "fruit == 2.5"),
        ('"fibre_g < 3 or fruit == 2.5"', "fruit == 2.5"),
        ('"fibre_g < 3 or not (fruit != 2 and fruit == 2.5)"', "fruit == 2.5"),
        ('"fibre_g < 3 or 2 * fruit == 5"', "2 * fruit == 5"),
        ('"fibre_g < 3 or fibre_g == 10"', "fibre_g == 10"),
        ('"fibre_g < 3 or fruit - fruit > 0"', "fruit - fruit > 0"),
        ('"fibre_g < 3 or 2 < fruit < 3"', ""),  # each side alone may hold
        ('"fibre_g < 3 or fruit == 2"', ""),
        ('"fibre_g < 3 or fibre_g == 9"', ""),
        ('"fibre_g < 3 or drinks.points >= 1"', ""),
    ],
)
def test_it_is_named_with_what_can_never_be(rule: str, dead: str) -> None:
    assert refused(rule) == ([f'no answers can make this true: "{dead}"'] if dead else [])


def test_it_is_named_in_its_line() -> None:
    text = small(STRONG, 'strong = """\nfibre_g < 3\nor fruit == 2.5"""')
    said = 'low_fibre.strong: no answers can make this true: "fruit == 2.5"'
    assert [one.sentence("q") for one in find_all(text).errors] == [f"q:{line_of(text, 'or fruit')}: {said}"]


def test_what_may_hold_for_a_pair_is_not_refused() -> None:
    pair = RICH.replace("points = 1 }", "points = [1, 9] }").replace(
        "drinks.points >= 1", "drinks.points >= 4"
    )
    assert pair != RICH
    score = pair.replace('figure = "points"\n', "")  # a score adds up numbers
    assert [one for one in find_all(score).errors if one.code == "never-holds"] == []


def test_a_question_that_nobody_is_asked_is_a_warning_and_no_error() -> None:
    text = small("show_if = \"drinks == '1'\"", "show_if = \"drinks == '1' and drinks == '0'\"")
    found = find_all(text)
    assert found.errors == ()
    assert "never-asked" in {one.code for one in found.warnings}


def test_a_stored_text_with_such_a_comparison_loads() -> None:
    assert load(small(STRONG, 'strong = "fibre_g < 3 or fruit == 2.5"'))
