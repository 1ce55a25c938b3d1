"""Which answers decide whether a question is asked. Pure.

Rules count a question that was skipped; a page must not. "Are you pregnant?" waits until the question about
sex was on a page, whatever is known of it before.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from webapp.questionnaire.model import Questionnaire
from webapp.questionnaire.rules.nodes import Node

Parents = Mapping[str, frozenset[str]]
"""For each question, those that its show-if rule looks at, at any distance."""


def parents_of(questionnaire: Questionnaire) -> Parents:
    """The parents of every question. A questionnaire's rules look at earlier questions only."""
    parents: dict[str, frozenset[str]] = {}
    for question in questionnaire.questions.values():
        direct = questions_behind(questionnaire, question.show_if) if question.show_if else frozenset()
        parents[question.id] = direct.union(*(parents[parent] for parent in direct))
    return parents


def questions_behind(questionnaire: Questionnaire, rule: Node) -> frozenset[str]:
    """The questions that a rule looks at, at any distance."""
    names = rule.names()
    measures = (questionnaire.measures[measure].formula for measure in names.measures)
    levels = (rule for factor in names.factors for rule in questionnaire.factors[factor].rules.values())
    return names.questions.union(*(questions_behind(questionnaire, each) for each in (*measures, *levels)))


def askable(due: tuple[str, ...], answered: Collection[str], parents: Parents) -> tuple[str, ...]:
    """Of the questions that are due, those that wait for no other that is due.

    `answered` are the questions that were on a page, skipped ones too, unless they need an answer.
    """
    open_ones = {question_id for question_id in due if question_id not in answered}
    return tuple(question_id for question_id in due if not parents[question_id] & open_ones)
