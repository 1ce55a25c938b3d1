"""Gaps: the unknown answers that keep a factor from being settled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from webapp.assessment.answers import Answers
from webapp.questionnaire.model import Factor
from webapp.questionnaire.rules.nodes import Answer, FactorLevel, MeasureValue, Node
from webapp.questionnaire.rules.situation import Situation


def gaps_of(answers: Answers, factor: Factor) -> tuple[str, ...]:
    """The ids of the asked questions that would settle the factor, in the order of asking.

    What is settled whatever they say is left out; a question that was not asked because of an
    unknown one is represented by that one.
    """
    found = set(_asked(answers, _open(factor.rules.values(), answers.situation)))
    return tuple(question for question in answers.given if question in found)


def _open(nodes: Iterable[Node], situation: Situation) -> Iterator[str]:
    """The questions that unsettled pieces of these rules look at."""
    for node in nodes:
        if _is_settled(node, situation):
            continue
        if isinstance(node, Answer):
            yield node.question
        yield from _open(_below(node, situation), situation)


def _below(node: Node, situation: Situation) -> Iterable[Node]:
    if isinstance(node, MeasureValue):
        return (situation.book.measures[node.measure],)
    if isinstance(node, FactorLevel):
        return situation.book.factors[node.factor].values()
    return node.children


def _is_settled(node: Node, situation: Situation) -> bool:
    value = node.value(situation)
    return value[0] == value[1] if isinstance(value, tuple) else value is not None


def _asked(answers: Answers, questions: Iterable[str]) -> Iterator[str]:
    """The questions themselves, or those that keep them from being asked."""
    for question in questions:
        if answers.is_shown(question):
            yield question
        else:
            show_if = cast("Node", answers.questionnaire.questions[question].show_if)
            yield from _asked(answers, _open((show_if,), answers.situation))
