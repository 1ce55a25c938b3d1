"""Rules of the trace in words that a practitioner knows."""

from __future__ import annotations

import pytest

from tests.pdf.people import view_of
from tests.project import QUESTIONNAIRE
from webapp.assessment import validate_answers
from webapp.localization.localizer import Localizer
from webapp.questionnaire.rules import Node, Situation, Symbols, parse
from webapp.report.views.rule_words import MissedRuleVocabulary, PractitionerVocabulary

SYMBOLS = Symbols(
    QUESTIONNAIRE.questions,
    {one.id: one.type for one in QUESTIONNAIRE.measures.values()},
    frozenset(QUESTIONNAIRE.factors),
)
WORDS, MISSED = PractitionerVocabulary(QUESTIONNAIRE), MissedRuleVocabulary(QUESTIONNAIRE)


def rule(text: str) -> Node:
    node, problems = parse(text, SYMBOLS)
    assert node is not None, problems
    return node


def situation(**given: object) -> Situation:
    return validate_answers(QUESTIONNAIRE, given).situation


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("audit_c >= 4 or alcohol_g < 20", "AUDIT-C 6 ≥ 4"),
        ("audit1.points * 2 > 1", "3 × 2 = 6 > 1"),
        ("audit1.points > 1", "points of “How often alcohol” 3 > 1"),
        ("low_vitamin_d >= none", "Low vitamin D is none–strong (this asks for none or more)"),
        ("low_vitamin_d == moderate", "Low vitamin D is none–strong (this asks for moderate)"),
        ("low_vitamin_d != none", "Low vitamin D none–strong ≠ none"),
        (
            "stress_mind >= strong",
            (
                "Stress of the mind is none–strong (Stress now is ? or "
                "(Stress now is ? and How long is ?) or PHQ-4 0–12 ≥ 9)"
            ),
        ),
        ("'smoke_some' in body_oxygen", "“I smoke or vape sometimes” in Smoking, exercise, oxygen"),
        ("'smoke_some' not in body_oxygen", "not “I smoke or vape sometimes” in Smoking, exercise, oxygen"),
        ("diabetes == 'type1'", "Diabetes is “Pre-diabetes”"),
        ("diabetes != 'type1'", "not Diabetes is “Pre-diabetes”"),
        ("stress_now == '5'", "Stress now is ?"),
        ("known(age_years) and age_years <= 60", "Age was answered and Age 52 ≤ 60"),
        ("not known(age_years)", "Age was not answered"),
        ("not vitd_lab_counts and age_years == 52", "Blood test known: no and Age 52 = 52"),
    ],
)
def test_ids_become_titles_and_labels(text: str, words: str) -> None:
    facts = situation(
        age_years=52, audit1="3", audit2="2", audit3="1", diabetes="prediabetes", body_oxygen=["smoke_some"]
    )
    assert rule(text).filled(facts, WORDS) == words


CALM, NO_SIGN = {"stress_now": "1"}, {"alcohol_withdrawal": "no"}


@pytest.mark.parametrize(
    ("text", "given", "words"),
    [
        (
            "stress_mind >= strong or stress_body >= strong",
            {"conditions": ["depression"], "phq4_1": "3", "phq4_2": "3", "phq4_3": "3", "phq4_4": "1"} | CALM,
            "Stress of the mind is strong (PHQ-4 10 ≥ 9)",
        ),
        (
            "glucose_lab >= moderate",
            {"glucose_kind": "a1c_pct", "glucose_value": "6.4"},
            (
                "Level by the sugar test is moderate (Which sugar test "
                "is “HbA1c in %” and Sugar test number 6.4 ≥ 6)"
            ),
        ),
        (
            "vitd_lab_counts and vitd_lab_level == strong",
            {"vitd_test": "yes", "vitd_value": 19, "vitd_unit": "nmol"},
            (
                "Blood test known (Vitamin D unit is “nmol/L”) and Level by the blood test is strong "
                "(Vitamin D number 19 < 30)"
            ),
        ),
        (
            "not alcohol_sober and alcohol_heavy",
            {"sex": "male", "region": "US", "audit1": "2", "audit2": "0", "audit3": "3"} | NO_SIGN,
            (
                "No drink for 4 weeks or more: no and Heavy drinking (Heavy days every week (Days of 6+ "
                "drinks is “Weekly” and Pure alcohol on a day of question 3, at least 84 ≥ 70))"
            ),
        ),
        (
            "glucose_lab >= moderate",
            {"sex": "female", "region": "CA", "glucose_kind": "fpg_mmol", "glucose_value": "5.3"},
            (
                "Level by the sugar test is none–moderate (Pregnant, or "
                "diabetes of pregnancy (Pregnant is ?) and Fasting sugar that is high in pregnancy "
                "(Which sugar test is “Fasting sugar in mmol/L” and Sugar test number 5.3 ≥ 5.1))"
            ),
        ),
    ],
)
def test_a_yes_or_a_level_is_opened_to_its_numbers_and_answers(
    text: str, given: dict[str, object], words: str
) -> None:
    assert rule(text).filled(situation(**given), WORDS) == words


def test_a_level_that_is_missed_is_not_opened() -> None:
    facts = situation(glucose_kind="a1c_pct", glucose_value="5.3", region="CA")
    asked = "Level by the sugar test is none (this asks for slight or more)"
    assert rule("glucose_lab >= slight").filled(facts, MISSED) == asked


def test_a_level_is_a_word_in_the_language_of_the_reader() -> None:
    facts = situation(medicines=["none"])
    compared = rule("max(nsaid_use, slight) >= moderate")
    german = PractitionerVocabulary(QUESTIONNAIRE, Localizer("de"))
    assert compared.filled(facts, WORDS) == "max(none, slight) = slight ≥ moderate"
    assert compared.filled(facts, german) == "max(keine, leicht) = leicht ≥ mäßig"


def test_what_was_not_ticked_is_counted_where_it_is_much() -> None:
    facts = situation(diabetes="none_tested", gut_infections=["none"])
    three = "'hp_untreated' in {0} or 'other_gut' in {0} or 'hp_cleared' in {0} or diabetes == 'type1'"
    many = rule(three.format("gut_infections"))
    assert (
        many.filled(facts, MISSED)
        == "any of 3 answers in Gut infections or Diabetes is “No, and a test in the last 3 years was normal”"
    )
    assert many.filled(facts, WORDS).count("in Gut infections") == 3
    two = rule("'hp_untreated' in gut_infections or 'hp_cleared' in gut_infections")
    assert two.filled(facts, MISSED) == two.filled(facts, WORDS)


def test_no_id_of_a_measure_is_left_in_a_report() -> None:
    for case in ("W55", "W56", "W35", "W40a"):
        for rule in (rule for row in view_of(case).trace for rule in row.rules):
            assert "_" not in rule.rule
