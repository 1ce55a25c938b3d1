"""Rules of the trace in words that a practitioner knows."""

from __future__ import annotations

import pytest

from tests.pdf.people import view_of
from tests.project import QUESTIONNAIRE
from webapp.assessment import validate_answers
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
        ("stress_mind >= strong", "Stress of the mind is none–strong (this asks for strong or more)"),
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
