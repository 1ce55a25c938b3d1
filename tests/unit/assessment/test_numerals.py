"""One number, one meaning: what is typed is read as it was meant, or refused."""

from __future__ import annotations

import time
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.assessment.tiny import tiny
from webapp.assessment import AnswerErrors, validate_answers
from webapp.assessment.numerals import LONGEST_NUMBER, LONGEST_TEXT, UnacceptableError, parse_number

REVERSING = "\N{RIGHT-TO-LEFT OVERRIDE}"
UNSEEN = st.characters(categories=["Cf"], exclude_characters=REVERSING)
BLANKS = [" ", "\N{NO-BREAK SPACE}", "\N{THIN SPACE}", "\N{NARROW NO-BREAK SPACE}", "\N{IDEOGRAPHIC SPACE}"]
FEW = LONGEST_TEXT // 2 - 2  # on each side of a number of two digits with one sign within
FOR_THOUSANDS = [*",.'_\u2019\u066c\u066b\uff0c\uff0e", *BLANKS]
DECIMAL_MARKS = [*",.\u066b\uff0c\uff0e"]
ZEROS = ["0", "\N{ARABIC-INDIC DIGIT ZERO}", "\N{FULLWIDTH DIGIT ZERO}", "\N{DEVANAGARI DIGIT ZERO}"]
WORDS = frozenset({"handfuls", "handful", "handfuls/day", "handfuls a day"})


def code_of(typed: object) -> str:
    with pytest.raises(UnacceptableError) as refusal:
        parse_number(typed, WORDS)
    return refusal.value.code


def in_script(digits: str, zero: str) -> str:
    return "".join(chr(ord(zero) + int(one)) if one.isdigit() else one for one in digits)


@given(
    st.integers(1, 10**6),
    st.sampled_from(FOR_THOUSANDS),
    st.integers(0, 999),
    st.sampled_from(ZEROS),
    st.sampled_from(["", " IU", " handfuls"]),
)
def test_a_mark_before_exactly_three_digits_is_never_taken(
    front: int, mark: str, group: int, zero: str, behind: str
) -> None:
    assert code_of(in_script(f"{front}{mark}{group:03}", zero) + behind) == "thousands"


@given(st.integers(1, 999), st.lists(st.integers(0, 999), min_size=2, max_size=3))
def test_groups_of_thousands_are_named_as_such(front: int, groups: list[int]) -> None:
    for mark in FOR_THOUSANDS:
        written = str(front) + "".join(f"{mark}{group:03}" for group in groups)
        assert code_of(written) == "thousands"
        assert code_of(f"{written}.5") == "thousands"


@given(
    st.integers(0, 10**6),
    st.sampled_from(DECIMAL_MARKS),
    st.sampled_from(["5", "50", "05", "1234"]),
    st.sampled_from(ZEROS),
)
def test_any_other_count_of_digits_behind_a_mark_is_a_decimal(
    front: int, mark: str, behind: str, zero: str
) -> None:
    written = in_script(f"{front}{mark}{behind}", zero)
    assert parse_number(written) == Fraction(Decimal(f"{front}.{behind}"))


@given(st.sampled_from(DECIMAL_MARKS), st.integers(0, 999))
def test_nothing_before_the_mark_leaves_no_thousands_to_mean(mark: str, behind: int) -> None:
    assert parse_number(f"0{mark}{behind:03}") == Fraction(behind, 1000)
    assert parse_number(f"{mark}{behind:03}") == Fraction(behind, 1000)


@given(st.lists(UNSEEN | st.sampled_from(BLANKS), max_size=FEW), UNSEEN, st.integers(0, 99))
def test_signs_that_nobody_sees_and_blanks_around_do_not_count(
    around: list[str], within: str, number: int
) -> None:
    edge = "".join(around)
    assert parse_number(f"{edge}{within.join(str(number))}{edge}") == number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1/2", Fraction(1, 2)),
        ("\u00bd", Fraction(1, 2)),
        ("1\u00bd", Fraction(3, 2)),
        ("1 \u00bd", Fraction(3, 2)),
        ("1 1/2", Fraction(3, 2)),
        ("1\u20442", Fraction(1, 2)),
        ("\u00be", Fraction(3, 4)),
        ("\u2153", Fraction(1, 3)),
        ("3 handfuls", 3),
        ("3handfuls", 3),
        ("1 Handful.", 1),
        ("\u00bd handful", Fraction(1, 2)),
        ("2,5 handfuls/day", Fraction(5, 2)),
        ("3 H\u00e1ndfuls", 3),
        (".5", Fraction(1, 2)),
        ("5.", 5),
    ],
)
def test_halves_and_the_unit_behind_are_understood(typed: str, number: Fraction) -> None:
    assert parse_number(typed, WORDS) == number


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2-3", "span"),
        ("2\u20133", "span"),
        ("2 - 3", "span"),
        ("2 to 3", "span"),
        ("2 or 3 handfuls", "span"),
        ("\uff12\uff5e\uff13", "span"),
        ("2\N{FIGURE DASH}3", "span"),
        ("2到3", "span"),
        ("2 or 3 cups", "with-words"),
        ("1 in 2 days", "several"),
        ("3 of 7", "several"),
        ("2 mal 3", "several"),
        ("1 2", "several"),
        ("1-1,000", "several"),
        ("4+", "inexact"),
        ("<5", "inexact"),
        ("~3", "inexact"),
        ("about 3", "with-words"),
        ("born 1972", "with-words"),
        ("3?", "inexact"),
        ("two", "in-words"),
        ("a handful", "in-words"),
        ("3 cups", "with-words"),
        ("5 %", "with-words"),
        ("11/2", "not-a-number"),
        ("6/2", "not-a-number"),
        ("1/0", "not-a-number"),
        ("-3", "not-a-number"),
        ("1e3", "with-words"),
        ("\u00b2", "not-a-number"),
        ("1.2.3", "not-a-number"),
        (f"{REVERSING}12", "inexact"),
        ("9" * (LONGEST_NUMBER + 1), "not-a-number"),
        ("1" * LONGEST_NUMBER + " 1/2", "several"),
    ],
)
def test_each_other_way_to_write_is_refused_for_its_own_reason(typed: str, code: str) -> None:
    assert code_of(typed) == code


def test_a_span_says_its_two_numbers() -> None:
    with pytest.raises(UnacceptableError) as refusal:
        parse_number("1,5-2")
    assert refusal.value.span == (Fraction(3, 2), Fraction(2))


ENDLESS = "9" * 490_000
QUESTIONNAIRE = tiny(
    """
  [[section.question]]
  id = "fruit"
  NUMBER

[[factor]]
id = "some"
title = "Some"
slight = "fruit > 3"
FACTOR
"""
)


@pytest.mark.parametrize(
    "value",
    [
        Decimal(f"0.{ENDLESS}"),
        Decimal(f"{ENDLESS[:15]}.{ENDLESS}"),
        Decimal(f"1{'0' * 490_000}"),
        Decimal("1e999999999"),
        Decimal("1e-999999999"),
        Decimal("Infinity"),
        Fraction(1, 10**5000),
        10**490_000,
        f"0.{ENDLESS}",
        ENDLESS,
        " " * 490_000 + "1",
        "a" * 490_000,
        "<" * 99 + "!",
        "a " * 49 + "!",
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_number_without_an_end_costs_no_time(value: object) -> None:
    began = time.process_time()
    with pytest.raises(AnswerErrors) as errors:
        validate_answers(QUESTIONNAIRE, {"fruit": value})
    assert time.process_time() - began < 0.3
    assert errors.value.problems[0].question == "fruit"
    assert len(errors.value.problems[0].value) <= 40
