"""Questions to ask and remarks presume nothing that nobody said."""

from __future__ import annotations

import pytest

from tests.unit.assessment.cases import case, finding
from webapp.assessment.words import all_texts

SWEETS_ALONE: dict[str, object] = {"sugary_drinks_per_week": 0, "juice_per_week": 0, "sweets_per_week": 14}
NO_MEDICINE: dict[str, object] = {"medicines": ["none"], "diabetes": "none_tested"}
PACE, STOP = "Should I fuel or pace long sessions differently?", "Can I get help to stop smoking?"
DRINK, MEDICINE = "Which sweet drink could I change first?", "How do I change food safely with my medicine?"


def asks(factor: str, answers: dict[str, object]) -> list[str]:
    assessment = case("W55", **answers)
    return list(all_texts(finding(assessment, factor).factor.ask, assessment))


@pytest.mark.parametrize(
    ("picks", "questions"),
    [
        (["low_oxygen"], []),
        (["gut_blood_flow"], []),
        (["smoke_some"], [STOP]),
        (["hard_ex_1_2"], [PACE]),
        (["smoke_daily", "hard_ex_3", "low_oxygen"], [PACE, STOP]),
    ],
)
def test_only_who_smokes_or_trains_hard_is_asked_about_it(picks: list[str], questions: list[str]) -> None:
    assert asks("oxidative_stress_hypoxia_ph", {"body_oxygen": picks}) == questions


def test_only_who_drinks_something_sweet_has_a_drink_to_change() -> None:
    assert asks("high_fructose", SWEETS_ALONE) == []
    assert asks("high_fructose", {**SWEETS_ALONE, "juice_per_week": 7}) == [DRINK]
    assert asks("high_fructose", {**SWEETS_ALONE, "sugary_drinks_per_week": 7}) == [DRINK]
    assert asks("high_fructose", {**SWEETS_ALONE, "sugary_drinks_per_week": None}) == []


def test_only_who_has_diabetes_or_its_medicine_is_told_of_a_medicine() -> None:
    assert MEDICINE not in asks("hyperglycaemia", NO_MEDICINE)
    assert MEDICINE in asks("hyperglycaemia", {**NO_MEDICINE, "medicines": ["low_sugar_drug"]})
    assert MEDICINE in asks("hyperglycaemia", {**NO_MEDICINE, "diabetes": "type2"})


@pytest.mark.parametrize(("fast_food", "is_counted"), [(0, False), (2, True)])
def test_nothing_counts_too_where_the_factor_does_not_count(fast_food: int, *, is_counted: bool) -> None:
    food = {
        "sweets_per_week": 7,
        "meat_per_week": 0,
        "refined_per_day": 0,
        "veg_per_day": 6,
        "fruit_per_day": 4,
    }
    assessment = case("W55", **food, fastfood_per_week=fast_food)
    found = finding(assessment, "western_diet")
    remarks = [note.text for note in assessment.notes(found) if note.audience != "practitioner"]
    assert found.is_present is is_counted
    assert remarks == (["This also counts sweet foods: 7 times a week or more."] if is_counted else [])
