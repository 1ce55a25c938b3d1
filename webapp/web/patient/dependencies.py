"""Which questions a rule depends on. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from webapp.questionnaire.model import Questionnaire
from webapp.questionnaire.rules.nodes import Node

Parents = Mapping[str, frozenset[str]]
"""For each question, those that its show-if rule depends on, directly or not."""


def parents_of(questionnaire: Questionnaire) -> Parents:
    """Return the parents of every question. Show-if rules refer to earlier questions only."""
    parents: dict[str, frozenset[str]] = {}
    for question in questionnaire.questions.values():
        direct = questions_behind(questionnaire, question.show_if) if question.show_if else frozenset()
        parents[question.id] = direct.union(*(parents[parent] for parent in direct))
    return parents


def questions_behind(questionnaire: Questionnaire, rule: Node) -> frozenset[str]:
    """Return the questions that a rule depends on, directly or through measures and levels."""
    names = rule.names()
    measures = (questionnaire.measures[measure].formula for measure in names.measures)
    levels = (rule for factor in names.factors for rule in questionnaire.factors[factor].rules.values())
    return names.questions.union(*(questions_behind(questionnaire, each) for each in (*measures, *levels)))
