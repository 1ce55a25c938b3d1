"""What is refused in the words of a unit."""

from __future__ import annotations

import pytest

from tests.unit.questionnaire.small import SMALL, problems

UNIT = """
[[unit]]
unit = "pieces"
one = "piece"
many = "pieces"
exactly = { 0 = "none" }
"""
COUNTED = SMALL.replace("plausible = [0, 6]", 'plausible = [0, 6]\n  unit = "pieces"', 1)


def test_words_for_whole_numbers_are_taken() -> None:
    assert problems(COUNTED + UNIT) == ()


@pytest.mark.parametrize("number", ['"0.5"', "some", '"-1"'])
def test_only_a_whole_number_has_words_of_its_own(number: str) -> None:
    [problem] = problems(COUNTED + UNIT.replace("0 =", f"{number} ="))
    assert problem.message == "a whole number is wanted, in digits, before the words that replace it"
