"""What is refused in the words of a unit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.project import QUESTIONNAIRE
from tests.unit.questionnaire.small import SMALL, problems
from webapp.questionnaire.units import UnitForms, with_unit

UNIT = """
[[unit]]
unit = "pieces"
one = "piece"
many = "pieces"
exactly = { 0 = "none" }
"""
MEASURE = QUESTIONNAIRE.measures["fibre_g"]
COUNTED = SMALL.replace("plausible = [0, 6]", 'plausible = [0, 6]\n  unit = "pieces"', 1)


def test_words_for_whole_numbers_are_taken() -> None:
    assert problems(COUNTED + UNIT) == ()


@pytest.mark.parametrize("number", ['"0.5"', "some", '"-1"'])
def test_only_a_whole_number_has_words_of_its_own(number: str) -> None:
    [problem] = problems(COUNTED + UNIT.replace("0 =", f"{number} ="))
    assert problem.message == "a whole number is wanted, in digits, before the words that replace it"


@pytest.mark.parametrize(
    ("unit", "written"),
    [("\u514b/\u5929", "58\u2013221\u514b/\u5929"), ("IU/\u5929", "58\u2013221\xa0IU/\u5929")],
)
def test_no_blank_is_before_a_unit_in_letters_as_wide_as_in_chinese(unit: str, written: str) -> None:
    assert (
        with_unit(replace(MEASURE, unit_forms=UnitForms(many=unit, language="zh-Hans")), "58\u2013221")
        == written
    )
