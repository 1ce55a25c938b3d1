"""Gaps: the unknown answers that keep a finding's level open."""

from collections.abc import Iterable, Iterator
from typing import cast

from webapp.assessment.answers import Answers, resolve
from webapp.assessment.changes import Change
from webapp.questionnaire.model import Factor
from webapp.questionnaire.rules import Node, unresolved_questions


def gaps_of(answers: Answers, factor: Factor) -> tuple[str, ...]:
    """Return the ids of the asked questions that would settle the factor, in the order of asking.

    A question that was not asked because of an unknown answer is represented by the question with that
    answer.
    """
    return asked_for(answers, factor.rules.values())


def gaps_after(answers: Answers, change: Change, factor: Factor) -> tuple[str, ...]:
    """Return the gaps that the factor would have after the change; none where its level would be settled."""
    if change.lowest == change.highest:
        return ()
    given = {**answers.given, change.question: change.becomes}
    return gaps_of(resolve(answers.questionnaire, given), factor)


def asked_for(answers: Answers, rules: Iterable[Node]) -> tuple[str, ...]:
    """Return the ids of the asked questions that would settle these rules, in the order of asking."""
    found = set(_asked(answers, unresolved_questions(tuple(rules), answers.situation)))
    return tuple(question for question in answers.given if question in found)


def _asked(answers: Answers, questions: Iterable[str]) -> Iterator[str]:
    """Yield these questions, or for a hidden one those that keep it hidden."""
    for question in questions:
        if answers.is_shown(question):
            yield question
        else:
            show_if = cast("Node", answers.questionnaire.questions[question].show_if)
            yield from _asked(answers, unresolved_questions((show_if,), answers.situation))
