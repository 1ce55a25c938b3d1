"""Scores and laboratory values of the practitioner's page in use: every band at its bound and beside it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.pdf.practice_page import BASE, PAGE, lists_of, page
from tests.project import QUESTIONNAIRE
from tests.unit.assessment.cases import case
from webapp.assessment import validate_answers
from webapp.questionnaire.practice import BandRule
from webapp.questionnaire.rules import RuleBook, Situation
from webapp.questionnaire.rules.nodes import Constant
from webapp.questionnaire.units import NO_BREAK
from webapp.report.views.practice_lists import PracticeLists
from webapp.report.views.practice_model import ScoreLine

PAINKILLERS = "Anti-inflammatory painkillers, such as ibuprofen, naproxen or aspirin"


def scores(found: PracticeLists) -> dict[str, ScoreLine]:
    """The scores under their ids."""
    ids = {one.title: one.id for one in PAGE.scores}
    assert len(ids) == len(PAGE.scores)
    return {ids[one.title]: one for one in found.scores()}


def band(score: str, begins: str) -> BandRule:
    bands = next(one.bands for one in PAGE.scores if one.id == score)
    return next(one for one in bands if one.text.startswith(begins))


def holds(cut_off: BandRule, measure: str, value: str, **answers: object) -> object:
    """Whether a band holds where a measure has this very value, which answers may not reach."""
    situation = validate_answers(QUESTIONNAIRE, {**BASE, **answers}).situation
    measures = {**QUESTIONNAIRE.rule_book.measures, measure: Constant(Fraction(value))}
    book = RuleBook(measures, QUESTIONNAIRE.rule_book.factors)
    return cut_off.when.value(Situation(book, situation.domains, situation.known, situation.unsure))


MAN, WOMAN, OTHER = {"sex": "male"}, {"sex": "female"}, {"sex": "prefer_not"}

BANDS = [
    ("audit_c", "Positive", "audit_c", "4", "3", MAN),
    ("audit_c", "Positive", "audit_c", "3", "2", WOMAN),
    ("audit_c", "Positive", "audit_c", "3", "2", OTHER),
    ("audit_c", "Positive", "audit_c", "5", "4", {**MAN, "region": "UK"}),
    ("audit_c", "Positive", "audit_c", "5", "4", {**WOMAN, "region": "UK"}),
    ("audit_c", "At or above", "audit_c", "5", "4", MAN),
    ("audit_c", "At or above", "audit_c", "5", "4", WOMAN),
    ("audit_c", "High", "audit_c", "8", "7", {}),
    ("alcohol_grams", "Heavy drinking", "alcohol_g", "210", "209.9", MAN),
    ("alcohol_grams", "Heavy drinking", "alcohol_g", "112", "111.9", WOMAN),
    ("alcohol_grams", "Heavy drinking", "alcohol_g", "112", "111.9", OTHER),
    ("audit_c", "10 to 12", "audit_c", "10", "9", {}),
    ("alcohol_grams", "At or above", "alcohol_g", "94", "93.9", {}),
    ("alcohol_grams", "At or above", "alcohol_g", "112", "111.9", {"region": "UK"}),
    ("alcohol_grams", "At or above", "alcohol_g", "170", "169.9", {**MAN, "region": "IE"}),
    ("alcohol_grams", "At or above", "alcohol_g", "110", "109.9", {**WOMAN, "region": "IE"}),
    ("alcohol_grams", "At or above", "alcohol_g", "100", "99.9", {"region": "AU_NZ"}),
    ("phq4", "Mild", "phq4_total", "3", "2", {}),
    ("phq4", "Mild", "phq4_total", "5", "6", {}),
    ("phq4", "Moderate", "phq4_total", "6", "5", {}),
    ("phq4", "Moderate", "phq4_total", "8", "9", {}),
    ("phq4", "Severe", "phq4_total", "9", "8", {}),
    ("phq4_anxiety", "Positive", "phq4_anxiety", "3", "2", {}),
    ("phq4_depression", "Positive", "phq4_depression", "3", "2", {}),
    ("free_sugars", "Above WHO", "free_sugars_g", "50.1", "50", {}),
    ("free_sugars", "Above 5%", "free_sugars_g", "25.1", "25", {}),
    ("free_sugars", "Above 5%", "free_sugars_g", "50", "50.1", {}),
    ("vitd_intake", "Above", "vitd_intake_iu", "4000.1", "4000", {}),
    ("vitd_intake", "Reaches", "vitd_intake_iu", "600", "599.9", {"age_years": 70}),
    ("vitd_intake", "Reaches", "vitd_intake_iu", "800", "799.9", {"age_years": 71}),
]


@pytest.mark.parametrize(("score", "begins", "measure", "at", "beside", "answers"), BANDS)
def test_a_band_holds_at_its_bound_and_not_beside_it(
    score: str, begins: str, measure: str, at: str, beside: str, answers: dict[str, object]
) -> None:
    cut_off = band(score, begins)
    assert holds(cut_off, measure, at, **answers) is True
    assert holds(cut_off, measure, beside, **answers) is False


def test_every_band_on_a_measure_is_among_these_bounds() -> None:
    tried = {(score, band(score, begins).text) for score, begins, *_ in BANDS}
    every = {(one.id, cut_off.text) for one in PAGE.scores for cut_off in one.bands if one.measure}
    assert every - tried == {("alcohol_grams", band("alcohol_grams", "Heavy days").text)}


@pytest.mark.parametrize(("how_often", "stands"), [("2", True), ("1", False)])
def test_heavy_days_every_month_are_marked(how_often: str, stands: bool) -> None:
    found = scores(page(audit1="2", audit2="0", audit3=how_often))["alcohol_grams"].bands
    assert [one.text.startswith("Heavy days") for one in found] == [True] * stands


@pytest.mark.parametrize(("chosen", "stands"), [("3", []), ("4", [True]), ("5", [True]), (None, [False])])
def test_the_two_highest_answers_on_stress_are_marked(chosen: str | None, stands: list[bool]) -> None:
    score = scores(page(stress_now=chosen))["stress_item"]
    assert [one.is_sure for one in score.bands] == stands


def test_a_region_that_is_not_known_is_screened_as_drinks() -> None:
    men = {"audit1": "3", "audit2": "1", "audit3": "0", "audit2_uk": "1", "audit3_uk": "0", "sex": "male"}
    bands = {
        region: [one.is_sure for one in page(**men, region=region).scores()[0].bands]
        for region in ("CA", "UK", None)
    }
    assert bands == {"CA": [True], "UK": [], None: [True]}


def test_a_whole_person_has_the_scores_of_the_worked_example() -> None:
    found = scores(lists_of(case("W55")))
    assert {name: one.value.replace("\xa0", " ") for name, one in found.items()} == {
        "audit_c": "6 points of 12",
        "alcohol_grams": "80.7–161.4 g a week",
        "phq4": "5 points of 12",
        "phq4_anxiety": "3 points of 6",
        "phq4_depression": "2 points of 6",
        "stress_item": "",
        "stress_mind": "moderate",
        "stress_body": "none",
        "free_sugars": "92.7 g a day",
        "vitd_intake": "200 IU a day",
        "vitd_sun": "0 effective minutes a day",
        "vitd_points": "1 point",
    }


def test_the_items_of_a_score_have_their_points() -> None:
    score = scores(lists_of(case("W55")))["audit_c"]
    answers = [one.partition(": ")[2] for one in score.labelled]
    assert answers == ["2 to 3 times per week (3)", "3 or 4 (1)", "Monthly (2)"]


def test_phq4_is_there_only_where_it_was_asked() -> None:
    asked = {"phq4_1": "3", "phq4_2": "3", "phq4_3": "3", "phq4_4": "3"}
    calm, tense = scores(page(stress_now="3", **asked)), scores(page(stress_now="4", **asked))
    assert [one for one in calm if one.startswith("phq4")] == []
    assert [tense[one].value for one in ("phq4", "phq4_anxiety", "phq4_depression")] == [
        "12\xa0points of 12",
        "6\xa0points of 6",
        "6\xa0points of 6",
    ]


def test_phq4_with_an_item_left_out_is_at_least_the_sum_of_the_others() -> None:
    asked = {"phq4_1": "2", "phq4_2": "1", "phq4_3": "2", "phq4_4": "prefer_not"}
    score = scores(page(stress_now="4", **asked))["phq4"]
    assert score.value == "5–8\xa0points of 12"
    assert score.labelled[3].endswith(": I'd rather not say")
    assert [(one.text, one.is_sure) for one in score.bands] == [
        ("Mild: 3 to 5", False),
        ("Moderate: 6 to 8", False),
    ]


@pytest.mark.parametrize(("unit", "estimated"), [("nmol", False), ("ng", False), ("not_sure", True)])
def test_vitamin_d_is_estimated_only_without_a_usable_test(unit: str, *, estimated: bool) -> None:
    found = scores(page(vitd_test="yes", vitd_value=28, vitd_unit=unit))
    assert ({"vitd_intake", "vitd_sun", "vitd_points"} <= set(found)) is estimated


def bound(*values: str) -> tuple[str, ...]:
    """Return the values with their numbers and units on one line."""
    return tuple(value.replace(" ", NO_BREAK) for value in values)


@pytest.mark.parametrize(
    ("kind", "value", "title", "typed", "other"),
    [
        ("a1c_pct", "5.7", "HbA1c", "5.7 %", "39 mmol/mol"),
        ("a1c_pct", "6.5", "HbA1c", "6.5 %", "48 mmol/mol"),
        ("a1c_pct", "5.9", "HbA1c", "5.9 %", "41 mmol/mol"),
        ("a1c_mmol", "48", "HbA1c", "48 mmol/mol", "6.5 %"),
        ("a1c_mmol", "39", "HbA1c", "39 mmol/mol", "5.7 %"),
        ("fpg_mmol", "7", "Fasting glucose", "7 mmol/L", "126 mg/dL"),
        ("fpg_mmol", "5.6", "Fasting glucose", "5.6 mmol/L", "101 mg/dL"),
        ("fpg_mg", "126", "Fasting glucose", "126 mg/dL", "7.0 mmol/L"),
        ("fpg_mg", "100", "Fasting glucose", "100 mg/dL", "5.6 mmol/L"),
    ],
)
def test_a_sugar_test_is_printed_in_both_units(
    kind: str, value: str, title: str, typed: str, other: str
) -> None:
    (row,) = page(glucose_kind=kind, glucose_value=value).laboratory()
    assert (row.question, row.typed, row.other) == (title, *bound(typed, other))


@pytest.mark.parametrize(
    ("unit", "typed", "other"),
    [
        ("ng", "20 ng/mL", "50.0 nmol/L"),
        ("nmol", "20 nmol/L", "8.0 ng/mL"),
        ("not_sure", "20 (unit?)", ""),
        (None, "20 (unit?)", ""),
    ],
)
def test_a_vitamin_d_test_is_printed_in_both_units(unit: str | None, typed: str, other: str) -> None:
    (row,) = page(vitd_test="yes", vitd_value="20", vitd_unit=unit).laboratory()
    assert (row.question, row.typed, row.other) == ("25(OH)D", *bound(typed, other))


def test_a_number_of_a_test_that_was_taken_back_is_not_printed() -> None:
    assert page(glucose_kind="none", glucose_value=6, vitd_test="no", vitd_value=20).laboratory() == ()


def test_what_is_not_scored_is_listed() -> None:
    told = {
        "conditions": ["coeliac", "ibs"],
        "coeliac_gluten_free": "yes",
        "medicines": ["nsaid"],
        "nsaid_days_per_week": 4,
        "supplements": ["fibre", "zinc"],
        "vitd_supplement": "upto_400",
        "pregnant": "not_sure",
        "food_limits": None,
    }
    assert {one.title: one.entries for one in page(**told).listed()} == {
        "Illnesses": (
            "Coeliac (celiac) disease",
            "Irritable bowel syndrome (IBS)",
            "Fully gluten-free: Yes, all the time",
        ),
        "Medicines": (PAINKILLERS, "Days with painkillers: 4\xa0days a week"),
        "Supplements, with fibre powders": (
            "Fibre powder or psyllium",
            "Zinc",
            "Vitamin D pills: Up to 400 IU (10 µg)",
        ),
        "Pregnancy": ("Pregnant: Not sure",),
    }


def test_pregnancy_is_not_listed_for_a_man() -> None:
    assert "Pregnancy" not in [one.title for one in page(sex="male", pregnant="yes").listed()]


def test_nothing_of_a_list_names_what_it_is_about_but_for_the_title_of_the_list() -> None:
    told = page(conditions=["none"], food_limits=["none"], supplements=["none"], vitd_supplement="none")
    entries = {one.title: one.entries for one in told.listed()}
    assert entries["Illnesses"] == ("None of these", "Food limits: None of these")
    assert entries["Supplements, with fibre powders"][0] == "Supplements: None"
