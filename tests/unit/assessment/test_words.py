"""Placeholders in sentences."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.project import QUESTIONNAIRE
from tests.unit.assessment.cases import case
from webapp.assessment import fill
from webapp.assessment.words import (
    answer_in_full,
    answer_words,
    first_text,
    measure_name,
    measure_words,
    region_of,
)
from webapp.localization.localizer import Localizer
from webapp.questionnaire.model import ConditionalText
from webapp.questionnaire.units import UnitForms, with_unit


@pytest.mark.parametrize(
    ("name", "text", "filled"),
    [
        ("W55", "{fibre_g} of {fibre_target}", "13 of 30"),
        ("W08", "{fibre_g} g", "11–29 g"),
        ("W55", "{fastfood_per_week} times", "3 times"),
        ("W55", "{stress_now}", "Quite a lot"),
        ("W55", "{glucose_value}", "6.1"),
        ("W56", "{fastfood_per_week} times", "? times"),
        ("W55", "{top_sugar_source}", "sugary drinks"),
        ("W55", "{stress_mind}", "Worth discussing"),
        ("W56", "{stress_mind}", "None–Stands out"),
        ("W55", "{body_stressor}", "?"),
        ("W55", "call {emergency}", "call 911"),
        (
            "W56",
            "Help is there. **{help_line}** is free.",
            "Help is there. **Your local crisis line** is free.",
        ),
        ("W56", "Or {help_line}.", "Or your local crisis line."),
        ("W55", "no {Placeholder} and no { fibre_g }", "no {Placeholder} and no { fibre_g }"),
    ],
)
def test_a_placeholder_becomes_words(name: str, text: str, filled: str) -> None:
    assert fill(text, case(name)) == filled


@pytest.mark.parametrize(
    ("value", "words"),
    [(1, "1\xa0glass a day"), (0, "0\xa0glasses a day"), (Fraction(1, 2), "0.5\xa0glasses a day")],
)
def test_an_answer_in_full_has_the_unit_that_fits_its_number(value: int | Fraction, words: str) -> None:
    assert answer_in_full(QUESTIONNAIRE.questions["fortified_per_day"], value) == words


def test_a_score_of_one_is_one_point() -> None:
    points = QUESTIONNAIRE.measures["vitd_points"]
    assert with_unit(points, "1") == "1\xa0point"
    assert with_unit(points, "1–3") == "1–3\xa0points"


@pytest.mark.parametrize(
    ("conditions", "words"),
    [
        (["ibs"], "You have: irritable bowel syndrome (IBS)."),
        (["coeliac", "ibs"], "You have: coeliac disease, irritable bowel syndrome (IBS)."),
    ],
)
def test_a_list_ends_without_its_comma_and_tells_no_more_than_was_told(
    conditions: list[str], words: str
) -> None:
    person = case("W55", conditions=conditions)
    assert first_text(QUESTIONNAIRE.factors["inflammation"].told, person) == words


def test_picks_are_joined_so_that_labels_with_commas_stay_apart() -> None:
    assessment = case("W01", body_oxygen=["smoke_some", "hard_ex_3"])
    assert fill("{body_oxygen}", assessment) == (
        "I smoke or vape sometimes; "
        "Very hard exercise (too breathless to talk), 1 hour or more, 3+ times a week"
    )


def test_practitioners_see_one_more_place() -> None:
    assert measure_words(case("W55"), "fibre_g", in_full=True) == "12.9"
    assert fill("{fibre_g}", case("W55"), in_full=True) == "12.9"


def test_numbers_to_call_are_those_of_the_region_or_the_default() -> None:
    assert region_of(case("W55").answers).id == "CA"
    assert region_of(case("W55", region="UK").answers).id == "UK"
    assert region_of(case("W56").answers).id == ""


@pytest.mark.parametrize(
    ("region", "words"),
    [
        ("CA", "In summer? From October to March the sun is too weak in Canada."),
        ("AU_NZ", "In summer?"),
        ("IE", "In summer? From October to March the sun is too weak in Canada and the UK."),
    ],
)
def test_a_region_says_its_own_words_or_nothing_or_what_the_default_says(region: str, words: str) -> None:
    assert QUESTIONNAIRE.regions[region].fill("In summer? {sun_season}") == words


@pytest.mark.parametrize(
    ("region", "name"),
    [
        ("CA", "Alcohol a week, in drinks"),
        ("UK", "Alcohol a week, in units"),
        ("", "Alcohol a week, in drinks"),
    ],
)
def test_a_measure_is_called_by_the_word_of_the_persons_country(region: str, name: str) -> None:
    person = case("W55", region=region) if region else case("W56")
    assert measure_name(QUESTIONNAIRE.measures["alcohol_drinks"], person.answers) == name


def test_words_without_a_row_that_holds_are_empty() -> None:
    assert first_text(ConditionalText(()), case("W55")) == ""


@pytest.mark.parametrize(("region", "is_named"), [("UK", True), ("CA", False), ("EU", False), ("", True)])
def test_only_who_may_live_there_reads_about_milk_in_the_uk(region: str, is_named: bool) -> None:
    text = QUESTIONNAIRE.regions[region].fill(QUESTIONNAIRE.questions["fortified_per_day"].help)
    assert ("UK" in text) is is_named


@pytest.mark.parametrize(
    ("language", "sign"),
    [
        ("fr", "\u202f; "),
        ("ar", "\u061b "),
        ("ja", "\uff1b"),
        ("zh-Hans", "\uff1b"),
        ("zh-Hans-simple", "\uff1b"),
    ],
)
def test_all_picks_are_parted_by_the_semicolon_of_their_language(language: str, sign: str) -> None:
    told = QUESTIONNAIRE.questions["supplements"]
    asked = replace(told, unit_forms=UnitForms(language=language))
    assert answer_words(asked, ("zinc", "iron")) == f"Zinc{sign}Iron"
    assert Localizer(language).join_phrases(("Zinc", "Iron")) == f"Zinc{sign}Iron"
