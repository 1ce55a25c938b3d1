"""Figures that are a pair: the answer is known, and the number lies between two."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.assessment.tiny import tiny
from webapp.assessment import Answers, assess, validate_answers
from webapp.assessment.level_bounds import exact_levels
from webapp.questionnaire.rules.numbers import Number

DRINKS = tiny(
    """
  [[section.question]]
  id = "days"
  kind = "single"
  text = "How often?"
  changeable = "less"
  options = [
    { id = "never", label = "Never", a_week = 0 },
    { id = "monthly", label = "Up to once a month", a_week = [0, 0.25] },
    { id = "often", label = "2 to 3 times a week", a_week = [2, 3] },
    { id = "most", label = "4 times a week or more", a_week = [4, 7] },
    { id = "not_sure", label = "Not sure", unknown = true },
    { id = "not_never", label = "At times", unknown = ["monthly", "often"] },
  ]

  [[section.question]]
  id = "glasses"
  kind = "single"
  text = "How many then?"
  changeable = "less"
  options = [
    { id = "few", label = "1 or 2", drinks = [1, 2] },
    { id = "some", label = "3 or 4", drinks = [3, 4] },
    { id = "just_five", label = "5", drinks = 5 },
    { id = "many", label = "6 or more", drinks = [6, 20] },
    { id = "not_sure", label = "Not sure", unknown = true },
  ]

  [[section.question]]
  id = "grams"
  kind = "number"
  text = "Grams a drink?"
  range = [8, 14]

  [[section.question]]
  id = "ill"
  YES_NO

[[measure]]
id = "alcohol_g"
title = "Pure alcohol"
unit = "g/week"
value = "days.a_week * glasses.drinks * grams"

[[factor]]
id = "alcohol"
title = "Alcohol"
strong = "alcohol_g >= 210 or (ill == 'yes' and alcohol_g >= 100)"
moderate = "alcohol_g >= 100"
slight = "alcohol_g > 0"
THREE_LEVELS

[[factor]]
id = "balance"
title = "Less at a time than days"
moderate = "glasses.drinks - days.a_week >= 4"
slight = "glasses.drinks - days.a_week >= 0"
TWO_LEVELS

[[safety]]
id = "heavy"
tier = 2
when = "alcohol_g >= 210"
text = "See a doctor."
silences_changes_of = ["alcohol"]
"""
)

DAYS: dict[str, list[Number]] = {
    "never": [0, 0],
    "monthly": [0, Fraction(1, 4)],
    "often": [2, 3],
    "most": [4, 7],
}
GLASSES: dict[str, list[Number]] = {"few": [1, 2], "some": [3, 4], "just_five": [5, 5], "many": [6, 20]}
SAME = {"not_sure": list(DAYS), "not_never": ["monthly", "often"]}
INSIDE = 6
"""Parts into which the range of a figure is divided for trying all of its values."""


def answers(**given_: object) -> Answers:
    return validate_answers(DRINKS, given_)


def values(pair: list[Number]) -> list[Number]:
    low, high = pair
    return sorted({low + Fraction(high - low) * part / INSIDE for part in range(INSIDE + 1)})


def level_of_alcohol(days: Number, glasses: Number, grams: Number, ill: str) -> int:
    amount = days * glasses * grams
    if amount >= 210 or (ill == "yes" and amount >= 100):
        return 3
    return 2 if amount >= 100 else int(amount > 0)


def level_of_balance(days: Number, glasses: Number, _grams: Number, _ill: str) -> int:
    return 2 if glasses - days >= 4 else int(glasses - days >= 0)


def by_force(
    days: str | None, glasses: str | None, grams: int | None, ill: str
) -> tuple[list[int], list[int]]:
    """Every level that the answers and the figures in between can give."""
    chosen_days = SAME.get(days or "not_sure", [days or ""])
    chosen_glasses = list(GLASSES) if glasses in (None, "not_sure") else [glasses or ""]
    combinations = list(
        itertools.product(
            sorted({value for one in chosen_days for value in values(DAYS[one])}),
            sorted({value for one in chosen_glasses for value in values(GLASSES[one])}),
            range(8, 15) if grams is None else [grams],
            ["yes", "no"] if ill == "not_sure" else [ill],
        )
    )
    return (
        [level_of_alcohol(*one) for one in combinations],
        [level_of_balance(*one) for one in combinations],
    )


@settings(deadline=None)
@given(
    days=st.sampled_from([*DAYS, "not_sure", "not_never", None]),
    glasses=st.sampled_from([*GLASSES, "not_sure", None]),
    grams=st.sampled_from([8, 10, 14, None]),
    ill=st.sampled_from(["yes", "no", "not_sure"]),
)
def test_levels_are_those_of_every_answer_and_every_number_between(
    days: str | None, glasses: str | None, grams: int | None, ill: str
) -> None:
    situation = answers(days=days, glasses=glasses, grams=grams, ill=ill).situation
    alcohol, balance = by_force(days, glasses, grams, ill)
    assert exact_levels(DRINKS, situation, "alcohol") == (min(alcohol), max(alcohol))
    assert exact_levels(DRINKS, situation, "balance") == (min(balance), max(balance))


@pytest.mark.parametrize(
    ("given_", "levels", "gaps"),
    [
        ({"days": "often", "glasses": "few", "grams": 10, "ill": "no"}, (1, 1), ()),
        ({"days": "often", "glasses": "some", "grams": 10, "ill": "no"}, (1, 2), ()),
        ({"days": "most", "glasses": "some", "grams": 10, "ill": "no"}, (2, 3), ()),
        ({"days": "most", "glasses": "some", "grams": 14, "ill": "yes"}, (3, 3), ()),
        ({"days": "most", "glasses": "just_five", "grams": 14, "ill": "no"}, (3, 3), ()),
        ({"days": "most", "glasses": "some", "ill": "no"}, (1, 3), ("grams",)),
        ({"days": "often", "glasses": "not_sure", "grams": 10, "ill": "no"}, (1, 3), ("glasses",)),
    ],
)
def test_a_level_may_stay_open_with_nothing_left_to_ask(
    given_: dict[str, object], levels: tuple[int, int], gaps: tuple[str, ...]
) -> None:
    found = next(one for one in assess(answers(**given_)).findings if one.factor.id == "alcohol")
    assert (found.lowest, found.highest) == levels
    assert found.gaps == gaps


def test_a_flag_does_not_stand_on_what_may_be_yet_silences() -> None:
    open_ = assess(answers(days="most", glasses="some", grams=10, ill="no"))
    assert open_.safety == ()
    assert open_.findings[0].changes == ()
    below = assess(answers(days="often", glasses="some", grams=14, ill="no"))
    assert [change.becomes for change in below.findings[0].changes] == ["monthly", "few"]
    sure = assess(answers(days="most", glasses="many", grams=14, ill="no"))
    assert [flag.id for flag in sure.safety] == ["heavy"]


def test_a_measure_of_pairs_is_one_range() -> None:
    told = assess(answers(days="often", glasses="some", grams=10, ill="no"))
    assert told.measures["alcohol_g"].value == (60, 120)
    assert told.findings[0].trace[0].filled() == "alcohol_g 60–120 >= 100"


MIDDLE = tiny(
    """
  [[section.question]]
  id = "size"
  kind = "single"
  text = "Which?"
  options = [
    { id = "small", label = "Small", cm = 0 },
    { id = "middle", label = "Middle", cm = [4, 6] },
    { id = "large", label = "Large", cm = 9 },
    { id = "not_sure", label = "Not sure", unknown = true },
  ]

[[factor]]
id = "far"
title = "Far"
slight = "size.cm < 3 or size.cm > 5"
FACTOR

[[factor]]
id = "near"
title = "Near"
slight = "size.cm > 3 and size.cm < 5"
FACTOR
"""
)


def test_the_search_stops_at_an_answer_whose_figure_leaves_the_level_open() -> None:
    """Both ends give one level, and only the pair between them the other."""
    situation = validate_answers(MIDDLE, {"size": "not_sure"}).situation
    assert exact_levels(MIDDLE, situation, "far") == (0, 1)
    assert exact_levels(MIDDLE, situation, "near") == (0, 1)
