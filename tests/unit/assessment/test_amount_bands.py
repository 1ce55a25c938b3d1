"""Amounts beside their cut-offs: read from the rules, for this person, and never guessed."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from tests.project import QUESTIONNAIRE, ROOT
from tests.unit.assessment.cases import case
from tests.unit.assessment.tiny import tiny
from webapp.assessment import Assessment, assess, validate_answers
from webapp.assessment.amount_bands import AmountBands, CutOff, amount_of, factor_bands, score_bands
from webapp.questionnaire.levels import Level

BODY = """
[[section.question]]
id = "veg"
NUMBER

[[section.question]]
id = "size"
kind = "single"
text = "How large?"
options = [
  { id = "one", label = "One", grams = 2 },
  { id = "two", label = "Two", grams = 4 },
  { id = "not_sure", label = "Not sure", unknown = true },
]

[[section.question]]
id = "sick"
kind = "multi"
text = "Which?"
options = [{ id = "a", label = "A" }, { id = "none", label = "None", exclusive = true }]

[[measure]]
id = "grams"
title = "Grams"
unit = "g"
value = "veg * size.grams + 1"

[[measure]]
id = "points"
title = "Points"
basis = { kind = "pragmatic" }
cases = [
  { when = "grams >= 41 and 'a' in sick", value = 2 },
  { when = "grams > 9", value = 1 },
  { value = 0 },
]

[[measure]]
id = "bent"
title = "Bent"
value = "min(veg, 3)"

[[factor]]
id = "much"
title = "Much"
number_lines = ["grams", "veg", "points"]
moderate = "points >= 2 or 'a' in sick"
slight = "points >= 1"
TWO_LEVELS

[[measure]]
id = "heavy"
title = "Heavy"
type = "yesno"
basis = { kind = "pragmatic" }
value = "'a' in sick or veg >= 8"

[[factor]]
id = "nested"
title = "Nested"
number_lines = ["veg"]
strong = "size == 'two' and heavy"
moderate = "size == 'two' and (heavy or veg >= 5)"
slight = "'a' in sick and known(veg)"
THREE_LEVELS

[[factor]]
id = "other"
title = "Other"
number_lines = ["veg", "bent"]
slight = "RULE"
FACTOR

[[score]]
id = "grams"
title = "Grams"
measure = "grams"
number_line = true

  [[score.band]]
  when = "5 < grams <= 9"
  text = "Some"
  basis = { kind = "pragmatic" }

  [[score.band]]
  when = "grams > 9"
  text = "Much"
  basis = { kind = "pragmatic" }
"""


def person(rule: str = "veg > 3", **answers: object) -> Assessment:
    given = {"veg": 2, "size": "two", "sick": ["a"], **answers}
    return assess(validate_answers(tiny(BODY.replace("RULE", rule)), given))


def bands(assessment: Assessment, factor: str, subject: str) -> AmountBands | None:
    return factor_bands(assessment, assessment.questionnaire.factors[factor], subject)


def cuts(assessment: Assessment, factor: str, subject: str) -> list[Fraction | int]:
    found = bands(assessment, factor, subject)
    return [one.at for one in found.cut_offs] if found else []


def test_cut_offs_are_solved_through_measures_for_this_persons_other_answers() -> None:
    assert bands(person(), "much", "veg") == AmountBands(
        ends=(2, 2),
        cut_offs=(CutOff(2, is_above=False), CutOff(10, is_above=True)),
        ranks=(0, 1, 2),
        most=20,
        least=Level.MODERATE,  # by what was ticked, whatever the amount
    )
    assert cuts(person(size="one"), "much", "veg") == [4, 20]
    assert cuts(person(sick=["none"]), "much", "veg") == [2]  # the other cut-off changes nothing here
    assert cuts(person(), "much", "grams") == [9, 41]


def test_what_else_would_be_enough_is_left_out_wherever_it_is_an_alternative() -> None:
    found = bands(person(), "nested", "veg")
    assert found is not None
    assert ([one.at for one in found.cut_offs], found.ranks) == ([5, 8], (0, 2, 3))
    assert found.least == Level.STRONG
    assert bands(person(sick=["none"]), "nested", "veg") == replace(found, least=Level.SLIGHT)
    assert bands(person(size="one"), "nested", "veg") is None


def test_the_largest_number_is_that_of_every_answer() -> None:
    found = bands(person(), "much", "grams")
    assert found is not None
    assert (found.ends, found.most) == ((9, 9), 81)
    found = bands(person(), "much", "points")
    assert found is not None
    assert found.most == 2


def test_an_amount_is_known_where_any_answer_behind_it_is() -> None:
    assert amount_of(person(), "veg") == (2, 2)
    assert amount_of(person(size="not_sure", veg=3), "grams") == (7, 13)
    assert amount_of(person(veg=None), "veg") is None


def test_a_range_reaches_every_band_that_it_may_be_in() -> None:
    found = bands(person(size="not_sure", veg=3), "much", "grams")
    assert found is not None
    assert found.ends == (7, 13)
    assert [found.reaches(place) for place in range(3)] == [True, True, False]
    assert found.highest_rank == 1


@pytest.mark.parametrize(
    ("number", "place"), [(8, 0), (9, 0), (Fraction(91, 10), 1), (40, 1), (41, 2), (50, 2)]
)
def test_a_number_on_a_cut_off_is_in_the_band_that_its_rule_says(number: int, place: int) -> None:
    cut_offs = (CutOff(9, is_above=False), CutOff(41, is_above=True))
    found = AmountBands(ends=(number, number), cut_offs=cut_offs, ranks=(0, 1, 2), most=81)
    assert [found.reaches(one) for one in range(3)] == [one == place for one in range(3)]


@pytest.mark.parametrize(
    "rule",
    [
        "'a' in sick",  # nothing about the amount, and no score of it
        "veg > 3 or veg < 10",  # no change anywhere
        "veg > size.grams",  # the cut-off itself is not known below
        "bent > 2",  # no straight line
        "4 / (veg + 1) > 2",  # nor is this
        "veg * 2 > veg + 3",  # about both sides
        "veg > 3 and size == 'two'",  # below it depends on what is not known
    ],
)
def test_where_no_cut_off_is_known_there_is_no_line(rule: str) -> None:
    assert bands(person(rule, size="not_sure"), "other", "veg") is None


def test_an_amount_that_is_not_known_has_no_line() -> None:
    nothing = person(veg=None, size="not_sure")
    assert bands(nothing, "much", "veg") is None
    assert bands(nothing, "much", "grams") is None
    assert score_bands(nothing, nothing.questionnaire.practice.scores[0]) is None


def test_a_factor_without_a_rule_on_the_amount_takes_the_bands_of_its_score() -> None:
    assessment = person("veg > 3")
    found = bands(assessment, "other", "grams")
    assert found == score_bands(assessment, assessment.questionnaire.practice.scores[0])
    assert found is not None
    assert (found.is_of_levels, found.ranks) == (False, (0, 1, 2))
    assert found.cut_offs == (CutOff(5, is_above=False), CutOff(9, is_above=False))


def every_case() -> list[Assessment]:
    texts = (one.read_text("utf-8") for one in sorted((ROOT / "tests" / "cases").glob("[SW]*.json")))
    given: list[dict[str, Any]] = [json.loads(text, parse_float=Decimal)["answers"] for text in texts]
    return [assess(validate_answers(QUESTIONNAIRE, one), changes=False) for one in given]


def test_where_the_amount_alone_decides_its_bands_say_the_levels_of_the_findings() -> None:
    checked = 0
    for assessment in every_case():
        for finding in assessment.findings:
            if finding.factor.id in ("low_fibre", "high_fructose", "food_additives", "nsaid_use"):
                found = factor_bands(assessment, finding.factor, finding.factor.number_lines[0])
                if found:
                    checked += 1
                    assert found.highest_rank == finding.highest, finding.factor.id
    assert checked > 100


def test_a_laboratory_value_is_held_against_the_cut_offs_of_its_own_unit() -> None:
    percent = cuts(case("W55"), "hyperglycaemia", "glucose_value")
    mmol = cuts(case("W55", glucose_kind="a1c_mmol", glucose_value=43), "hyperglycaemia", "glucose_value")
    assert (percent[-1], mmol[-1]) == (Fraction(13, 2), 48)
    assert max(percent) < min(mmol)
