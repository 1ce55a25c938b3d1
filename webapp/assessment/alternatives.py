"""Answers to other questions under which a refused number would be within its bounds.

The usual case is a number in another unit than the one that was chosen.
"""

from collections.abc import Iterator

from webapp.assessment.answers import Answers, resolve
from webapp.questionnaire.domains import bounds_of
from webapp.questionnaire.model import Option, Question
from webapp.questionnaire.rules.numbers import Number


def alternatives_for(
    answers: Answers, question: Question, number: Number
) -> tuple[tuple[Question, Option], ...]:
    """Return other options of the choices that decide the bounds, under which the number fits.

    Empty where the number is within its bounds already.
    """
    if _holds(answers, question, number):
        return ()
    names = dict.fromkeys(name for row in question.bounds if row.when for name in row.when.names().questions)
    deciding = (one for one in answers.questionnaire.questions.values() if one.id in names)
    return tuple(
        (choice, option)
        for choice in deciding
        for option in _others(answers, choice)
        if _holds(resolve(answers.questionnaire, {**answers.given, choice.id: option.id}), question, number)
    )


def _holds(answers: Answers, question: Question, number: Number) -> bool:
    low, high = bounds_of(question, answers.situation)
    return question.id in answers.given and low <= number <= high


def _others(answers: Answers, choice: Question) -> Iterator[Option]:
    given = answers.given.get(choice.id)
    if choice.kind == "single" and given is not None:
        yield from (one for one in choice.options if one.id != given and not one.is_unknown)
