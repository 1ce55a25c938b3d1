"""Which answers raised a flag, in words."""

from __future__ import annotations

import pytest

from tests.pdf.people import assessment_of, assessment_with, flagged
from tests.project import QUESTIONNAIRE
from webapp.localization.localizer import ENGLISH
from webapp.report.views.flag_reasons import answers_behind

EXPECTED = {
    "self_harm": ("Thoughts of self-harm: Yes",),
    "blood": ("Warning signs: Blood in my poo or on the paper",),
    "nsaid": ("Days with painkillers: 3\xa0days a week",),
    "herb": ("Supplements: St John's wort", "Supplements: Licorice root"),
    "alcohol": (
        "AUDIT-C 12 ≥ 10",
        "How often alcohol: 4 or more times per week",
        "Pure alcohol on a drinking day 134.5–269 ≥ 120",
        "Signs after stopping drinking: Yes: I get shaky, sweaty or sick",
    ),
}


@pytest.mark.parametrize("flag", EXPECTED)
def test_a_flag_names_the_answers_that_raised_it_and_no_others(flag: str) -> None:
    told = {one.id: one.raised_by for one in flagged().flags}
    assert set(told[flag]) <= set(EXPECTED[flag])
    assert told[flag]


def test_a_level_of_a_laboratory_value_is_told_by_what_was_typed() -> None:
    told = assessment_of("S15")
    flag = next(one for one in told.safety if one.id == "sugar_new")
    assert answers_behind(told, flag.when, ENGLISH)[:2] == (
        "Which sugar test: Fasting sugar in mmol/L",
        "Sugar test number: 14.9",
    )


def test_a_flag_for_what_was_not_answered_says_so() -> None:
    told = assessment_with("W55", {"red_flags": None})
    flag = next(one for one in told.safety if one.id == "unchecked")
    assert answers_behind(told, flag.when, ENGLISH) == ("Warning signs: not answered",)


def test_every_flag_of_every_tier_names_something() -> None:
    assert all(flag.raised_by for flag in flagged().flags)
    assert len(flagged().flags) > len(QUESTIONNAIRE.safety) / 2
