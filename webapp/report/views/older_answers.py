"""The answers that a follow-up took from last time, in words."""

from collections.abc import Iterator
from itertools import groupby

from webapp.assessment import Answers
from webapp.report.times import date_words
from webapp.report.views.model import Occasion, OlderAnswers


def older_answers(answers: Answers, occasion: Occasion) -> tuple[OlderAnswers, ...]:
    """Return the older answers that count, by their day, newest first."""
    return tuple(_by_day(answers, occasion))


def _by_day(answers: Answers, occasion: Occasion) -> Iterator[OlderAnswers]:
    questions = answers.questionnaire.questions
    known = [one for one in answers.given if one in occasion.older and not answers.is_unknown(one)]
    newest_first = sorted(known, key=lambda one: -occasion.older[one].toordinal())
    for day, asked in groupby(newest_first, key=lambda one: occasion.older[one]):
        names = tuple(questions[one].short_name for one in asked)
        yield OlderAnswers(date_words(day, occasion.localizer), names)
