"""Where a comparison says that nothing differs, nothing does: every value of a file is changed in turn."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest

from tests.unit.questionnaire.practice_tables import EVERY, added
from tests.unit.questionnaire.toml_text import Path, places, toml_text, value_at, with_value
from webapp.questionnaire.load import load
from webapp.questionnaire.model import Questionnaire
from webapp.questionnaire.problems import QuestionnaireErrors
from webapp.workbench.revision.wording import changes

KEYS = """signed_off = "2027-01-31"
review_due = "2028-01-31"
urgent_review_due = "2027-07-31"
keeps = { days = 182, basis = { kind = "pragmatic" } }
"""
SMALL = tomllib.loads(KEYS + added(EVERY), parse_float=Fraction)
OLD = load(toml_text(SMALL))
PLACES = [one for one in places(SMALL) if one[0] != "words" or one[-1] == "title"]


def bare(questionnaire: Questionnaire) -> Questionnaire:
    """The questionnaire without the digests of its text."""
    return replace(questionnaire, digest="", meaning="", source_words={})


def others(value: object) -> Iterator[object]:
    """Yield other values of the same kind, hardly different ones first."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | Fraction):
        yield from (value + Fraction(1, 10**12), value + 1)
    elif isinstance(value, str):
        yield from (f"{value} + 0.00001", f"{value} x")
    elif isinstance(value, list):
        yield value[::-1]


def versions(path: Path) -> Iterator[Questionnaire]:
    """Yield the questionnaire with other values at a path, as far as these load."""
    for other in others(value_at(SMALL, path)):
        try:
            yield load(toml_text(with_value(SMALL, path, other)))
        except QuestionnaireErrors:
            continue


@pytest.mark.parametrize("path", [pytest.param(one, id="-".join(map(str, one))) for one in PLACES])
def test_another_value_is_a_difference(path: Path) -> None:
    for new in versions(path):
        assert changes(OLD, new) or bare(OLD) == bare(new)


@pytest.mark.parametrize(
    ("was", "now", "sentence"),
    [
        (
            "fibre_g < 3",
            "fibre_g < 3.00001",
            "factor low_fibre, rules, strong: was “fibre_g < 3”, is “fibre_g < 3.00001”",
        ),
        ("days = 182", "days = 90", "questionnaire keeps, days: was “182”, is “90”"),
        (
            'review_due = "2028-01-31"',
            'review_due = "2027-12-31"',
            "questionnaire review_due: was “2028-01-31”, is “2027-12-31”",
        ),
    ],
)
def test_a_small_difference_is_written_out(was: str, now: str, sentence: str) -> None:
    text = KEYS + added(EVERY)
    assert was in text
    assert sentence in [one.sentence for one in changes(load(text), load(text.replace(was, now, 1)))]


def test_options_in_another_order_are_a_difference() -> None:
    path = ("section", 0, "question", 1, "options")
    options = value_at(SMALL, path)
    new = load(toml_text(with_value(SMALL, path, [options[1], options[0], *options[2:]])))
    sentence = "question drinks, options, order: was “0, 1, skip”, is “1, 0, skip”"
    assert sentence in [one.sentence for one in changes(OLD, new)]
