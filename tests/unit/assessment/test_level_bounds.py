"""The search for the exact range: its splits, and what it does when it takes too long."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.assessment.tiny import tiny
from webapp.assessment import validate_answers
from webapp.assessment.level_bounds import exact_levels
from webapp.questionnaire.rules import Picks
from webapp.questionnaire.rules.domain_split import is_open, split
from webapp.questionnaire.rules.numbers import Number

TWICE = tiny(
    """
  [[section.question]]
  id = "refined"
  NUMBER

[[factor]]
id = "western"
title = "Western"
moderate = "refined >= 4 and 20 - refined >= 17"
slight = "refined >= 4 or 20 - refined >= 17"
TWO_LEVELS
"""
)


def test_a_search_that_takes_too_long_keeps_the_wider_range() -> None:
    situation = validate_answers(TWICE, {}).situation
    assert exact_levels(TWICE, situation, "western") == (1, 1)
    assert exact_levels(TWICE, situation, "western", most_boxes=1) == (0, 2)


@given(low=st.integers(0, 9), size=st.integers(1, 30), step=st.sampled_from([1, Fraction(1, 10)]))
def test_the_pieces_of_a_range_cover_it_without_overlap(low: int, size: int, step: int | Fraction) -> None:
    high = low + size * step
    pieces = [cast("tuple[Number, Number]", piece) for piece in split((low, high), step)]
    covered = [
        start + step * place for start, end in pieces for place in range(int((end - start) / step) + 1)
    ]
    assert sorted(covered) == [low + step * place for place in range(size + 1)]


@given(
    low=st.fractions(-3, 3, max_denominator=12),
    size=st.fractions(0, 5, max_denominator=12),
    step=st.sampled_from([1, Fraction(1, 2), Fraction(1, 10)]),
)
def test_the_pieces_hold_every_answer_also_where_an_end_is_none(
    low: Fraction, size: Fraction, step: int | Fraction
) -> None:
    """A range of an older file may begin and end between two answers."""
    ahead, single = [(low, low + size)], set[Number]()
    while ahead:
        here = ahead.pop()
        if here[0] == here[1]:
            single.add(here[0])
        else:
            ahead += [cast("tuple[Fraction, Fraction]", piece) for piece in split(here, step)]
    between = (step * place for place in range(math.ceil(low / step), math.floor((low + size) / step) + 1))
    assert single == {low, low + size, *between}


def test_a_choice_is_split_into_its_options() -> None:
    assert list(split(frozenset("ab"), 1)) == [frozenset("a"), frozenset("b")]


def test_picks_are_split_into_with_and_without_one() -> None:
    pieces = list(split(Picks(frozenset("a"), frozenset("abc")), 1))
    assert pieces == [
        Picks(frozenset("a"), frozenset("ac")),
        Picks(frozenset("ab"), frozenset("abc")),
    ]


def test_only_what_may_be_more_than_one_thing_is_open() -> None:
    assert is_open((1, 2))
    assert is_open(frozenset("ab"))
    assert is_open(Picks(frozenset(), frozenset("a")))
    assert not any(
        is_open(one) for one in (None, (1, 1), frozenset("a"), Picks(frozenset("a"), frozenset("a")))
    )
