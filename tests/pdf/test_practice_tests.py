"""What spoils tests, and which tests to consider, on the practitioner's page of the questionnaire in use."""

from __future__ import annotations

import pytest

from tests.pdf.practice_page import PAGE, lists_of, page
from tests.unit.assessment.cases import case

COELIAC = {"conditions": ["coeliac"]}
SPOILED = [
    ("Acid pills", {"medicines": ["acid"]}, {"medicines": ["nsaid"]}),
    ("Antibiotics", {"medicines": ["antibiotic"]}, {"medicines": ["acid"]}),
    ("Two or more courses", {"gut_infections": ["antibiotics_2"]}, {"gut_infections": ["gastro_3m"]}),
    (
        "Two or more courses",
        {"gut_infections": ["antibiotics_2"]},
        {"gut_infections": ["antibiotics_2"], "medicines": ["antibiotic"]},
    ),
    ("Gluten-free", {**COELIAC, "coeliac_gluten_free": "yes"}, {**COELIAC, "coeliac_gluten_free": "no"}),
    ("Gluten-free", {**COELIAC, "coeliac_gluten_free": "not_sure"}, {"coeliac_gluten_free": "yes"}),
    ("Pain pills", {"medicines": ["nsaid"]}, {"medicines": ["acid"]}),
    ("Alcohol", {"audit1": "1"}, {"audit1": "0"}),
    ("Alcohol", {"audit1": "4"}, {"audit1": "prefer_not"}),
    ("Medicines are not known", {"medicines": None}, {"medicines": ["none"]}),
    ("Medicines are not known", {"medicines": ["not_sure"]}, {"medicines": ["acid"]}),
]


@pytest.mark.parametrize(("begins", "brings", "does_not"), SPOILED)
def test_what_spoils_tests_is_said_where_it_applies(
    begins: str, brings: dict[str, object], does_not: dict[str, object]
) -> None:
    assert [one for one in page(**brings).spoilers() if one.startswith(begins)] != []
    assert [one for one in page(**does_not).spoilers() if one.startswith(begins)] == []


def test_every_spoiler_is_tried_above() -> None:
    tried = {begins for begins, *_ in SPOILED}
    assert all(any(one.text.startswith(begins) for begins in tried) for one in PAGE.spoilers)


TYPE_1 = {"diabetes": "type1"}
STONES = {"conditions": ["stones_calcium"]}
DRINKS = {"audit1": "3", "audit2": "1", "audit3": "1"}
CONSIDERED = [
    ("vitamin_d_test", "an illness", {**COELIAC}, {"conditions": ["ms"]}),
    ("vitamin_d_test", "an illness", {"food_limits": ["narrow"]}, {"food_limits": ["special_diet"]}),
    ("vitamin_d_test", "high calcium", {**STONES, "vitd_supplement": "upto_400"}, {**STONES}),
    ("glucose_test", "diabetes of", {"pregnant": "yes", "diabetes": "gestational"}, {"diabetes": "type2"}),
    ("glucose_test", "pregnant", {"pregnant": "yes", "diabetes": "type2"}, {"pregnant": "yes"}),
    ("glucose_test", "low iron", {"red_flags": ["anaemia"], "diabetes": "type2"}, {"red_flags": ["anaemia"]}),
    ("sugar_test", "not tested", {"diabetes": "none_not_tested"}, {"diabetes": "none_tested"}),
    ("sugar_test", "not sure", {"diabetes": "not_sure"}, {"diabetes": None}),
    (
        "sugar_test",
        "high",
        {"glucose_kind": "a1c_pct", "glucose_value": 6},
        {"glucose_kind": "a1c_pct", "glucose_value": "5.9"},
    ),
    ("sugar_test", "high", {"diabetes": "type2"}, {"diabetes": "prediabetes"}),
    ("coeliac_test", "irritable", {"conditions": ["ibs"]}, {"conditions": ["ibs", "coeliac"]}),
    ("coeliac_test", "low iron", {"red_flags": ["anaemia"]}, {"red_flags": ["lump"]}),
    ("coeliac_test", "weight", {"red_flags": ["weight_loss"]}, {"red_flags": ["weight_loss"], **COELIAC}),
    (
        "coeliac_test",
        "weight",
        {"red_flags": ["weight_loss"], "conditions": None},
        {"red_flags": ["not_sure"]},
    ),
    ("coeliac_test", "type 1", TYPE_1, {"diabetes": "type2"}),
    ("coeliac_test", "an auto", {"conditions": ["other_autoimmune"]}, {"conditions": ["ms"]}),
    ("h_pylori_test", "H. pylori", {"gut_infections": ["hp_untreated"]}, {"gut_infections": ["hp_cleared"]}),
    ("h_pylori_test", "a stomach ulcer", {"conditions": ["ulcer"]}, {"conditions": ["ibs"]}),
    ("stool_test", "a gut", {"gut_infections": ["parasite_now"]}, {"gut_infections": ["parasite_past"]}),
    ("stool_test", "food", {"gut_infections": ["gastro_3m"]}, {"gut_infections": ["gastro_12m"]}),
    ("stool_test", "a change", {"red_flags": ["bowel_change"]}, {"red_flags": ["lump"]}),
    ("gut_inflammation_test", "a change", {"red_flags": ["bowel_change"]}, {"red_flags": ["lump"]}),
    ("gut_inflammation_test", "blood", {"red_flags": ["blood_stool"]}, {"red_flags": ["not_sure"]}),
    ("liver_test", "AUDIT-C", {**DRINKS}, {**DRINKS, "audit3": "0"}),
    (
        "liver_test",
        "AUDIT-C",
        {**DRINKS, "audit2": "3", "audit3": "not_sure"},
        {**DRINKS, "audit3": "not_sure"},
    ),
    ("liver_test", "fatty", {"conditions": ["fatty_liver"]}, {"conditions": ["not_sure"]}),
]


def reasons(test: str, answers: dict[str, object]) -> tuple[str, ...]:
    title = next(one.title for one in PAGE.considered if one.id == test)
    return next((one.why for one in page(**answers).considered(is_advised=True) if one.title == title), ())


@pytest.mark.parametrize(("test", "begins", "brings", "does_not"), CONSIDERED)
def test_a_test_is_considered_where_its_reason_applies(
    test: str, begins: str, brings: dict[str, object], does_not: dict[str, object]
) -> None:
    assert [one for one in reasons(test, brings) if one.startswith(begins)] != []
    assert [one for one in reasons(test, does_not) if one.startswith(begins)] == []


def test_every_reason_is_tried_above() -> None:
    every = [(one.id, reason) for one in PAGE.considered for reason in one.reasons if reason.when]
    tried = [(test, begins) for test, begins, *_ in CONSIDERED]
    assert [
        reason.text
        for test, reason in every
        if not any(test == name and reason.text.startswith(begins) for name, begins in tried)
    ] == []


def test_what_is_not_advised_is_always_said_and_nothing_else_for_who_told_nothing() -> None:
    found = lists_of(case("W56"))
    assert found.considered(is_advised=True) == ()
    unadvised = [one.title.split(",")[0] for one in found.considered(is_advised=False)]
    assert unadvised == ["Lactulose/mannitol", "Zonulin", "IgG food panels", "Glutamine"]


def test_no_test_is_without_its_limits() -> None:
    assert all(one.limits for one in PAGE.considered)
