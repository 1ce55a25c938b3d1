"""Whatever a person typed, no spreadsheet program makes a formula of it."""

from __future__ import annotations

import csv
import re
from fractions import Fraction
from io import StringIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from webapp.exchange.csv_cells import csv_cell, escape_formula

SIGN = re.compile("[=+\\-@\uff1d\uff0b\uff0d\uff20]")
FORMULA = re.compile(f"{SIGN.pattern}|[\t\r\n]")
HOSTILE = st.text(st.sampled_from("=+-@\t\r\n;,'\"| \x00\ufeff\uff1da1\u202e<é"))


@pytest.mark.parametrize(
    "begin", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"]
)
def test_an_apostrophe_stands_before_what_begins_a_formula(begin: str) -> None:
    assert escape_formula(f"{begin}1+1") == f"'{begin}1+1"


@given(st.text() | HOSTILE)
@example("=cmd|' /C calc'!A0")
@example(" \x00=1")
def test_no_text_begins_like_a_formula(text: str) -> None:
    assert not FORMULA.match(escape_formula(text))


@given(st.lists(st.text() | HOSTILE, min_size=1))
@example(['a;""=1'])
def test_none_does_where_the_file_is_parted_at_semicolons_either(texts: list[str]) -> None:
    written = StringIO()
    csv.writer(written).writerow([escape_formula(text) for text in texts])
    pieces = re.split("[,;|\t\r\n]", written.getvalue())
    assert not any(SIGN.match(piece.lstrip(' "\x00\ufeff')) for piece in pieces)


@given(st.text(st.characters(categories=["L", "Nd"]) | st.sampled_from(" .()<>")))
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert escape_formula(text) == text


@pytest.mark.parametrize(
    ("value", "written"),
    [(-5, -5), (2.5, 2.5), (Fraction(13, 2), "6.5"), (True, "yes"), (False, "no"), (None, ""), ("a", "a")],
)
def test_numbers_stay_numbers(value: object, written: object) -> None:
    assert csv_cell(value) == written
