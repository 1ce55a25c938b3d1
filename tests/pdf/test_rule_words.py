"""Rules of the trace in words that a practitioner knows."""

from __future__ import annotations

import pytest

from tests.pdf.people import view_of
from tests.project import QUESTIONNAIRE
from webapp.report.views.rule_words import missed_rule_words, rule_words


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("audit_c 6 >= 4 or alcohol_g_week 117.7 >= 94", "AUDIT-C 6 ≥ 4 or Pure alcohol a week 117.7 ≥ 94"),
        ("low_vitamin_d slight >= slight", "Low vitamin D is slight (this asks for slight or more)"),
        ("'smoke_some' in body_oxygen", "“I smoke or vape at times” in Smoking, exercise, oxygen"),
        ("diabetes is prediabetes", "Diabetes is “Pre-diabetes”"),
        ("diabetes is ?", "Diabetes is ?"),
        ("known(age_years) and age_years 52 <= 60", "known(Age) and Age 52 ≤ 60"),
        (
            "not vitd_lab_counts and vitd_points 0–6 == 0",
            "Blood test known: no and Vitamin D estimate 0–6 = 0",
        ),
        ("diabetes not in ['type1']", "Diabetes not in ['type1']"),
        ("12.857 / 30 = 0.429 < 0.5", "12.857 / 30 = 0.429 < 0.5"),
        (
            "stress_mind none–strong >= strong",
            "Stress of the mind is none–strong (this asks for strong or more)",
        ),
    ],
)
def test_ids_become_titles_and_labels(rule: str, words: str) -> None:
    assert rule_words(rule, QUESTIONNAIRE) == words


def test_what_was_not_ticked_is_counted_where_it_is_much() -> None:
    three = "'a' in gut_infections or 'b' in gut_infections or 'c' in gut_infections or diabetes == 'type1'"
    assert missed_rule_words(three, QUESTIONNAIRE) == (
        "any of 3 answers in Gut infections or Diabetes = “Type 1 diabetes”"
    )
    two = "'hp_cleared' in gut_infections or 'none' in gut_infections"
    assert missed_rule_words(two, QUESTIONNAIRE) == rule_words(two, QUESTIONNAIRE)


def test_no_id_of_a_measure_is_left_in_a_report() -> None:
    for case in ("W55", "W56", "W35", "W40a"):
        for rule in (rule for row in view_of(case).trace for rule in row.rules):
            assert "_" not in rule.rule
