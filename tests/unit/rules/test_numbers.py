"""How exact numbers are written."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.exchange.fhir.numbers import literal
from webapp.questionnaire.rules.numbers import (
    decimal_places,
    rounded,
    write_exact,
    write_figure,
    write_number,
)

DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=12)


@given(DECIMALS.map(Fraction))
def test_a_decimal_number_is_written_with_every_digit(number: Fraction) -> None:
    written = write_exact(number)
    assert Fraction(written) == number
    assert not ("." in written and written.endswith("0"))
    assert Fraction(literal(number).strip("()")) == number


@pytest.mark.parametrize(
    ("number", "places", "written"),
    [
        (7, 0, "7"),
        (Fraction(1, 2), 1, "0.5"),
        (Fraction(-3, 8), 3, "-0.375"),
        (Fraction(1, 2**20), 20, "0.00000095367431640625"),
        (Fraction(1, 3), 10, "0.3333333333"),
    ],
)
def test_a_number_has_as_many_places_as_it_needs(number: Fraction, places: int, written: str) -> None:
    assert (decimal_places(number), write_exact(number)) == (places, written)


def test_a_figure_is_written_exactly_and_what_was_worked_out_is_rounded() -> None:
    assert write_figure((Fraction("0.12345"), 2)) == "0.12345–2"
    assert write_number(Fraction("0.12345")) == "0.123"
    assert rounded(Fraction("0.12345"), 3) == Fraction("0.123")
