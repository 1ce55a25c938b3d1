"""The answers of last time: the day of each, and those that still count."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from webapp.assessment.answers import Answers
from webapp.assessment.comparability import Comparability
from webapp.questionnaire.domains import AnswerValue
from webapp.questionnaire.model import Question, Questionnaire


@dataclass(frozen=True)
class LastTime:
    """Earlier answers, by the questionnaire that they answer, and the day on which they were given.

    `older` has the days of those answers that were themselves taken from a time before.
    """

    answers: Answers
    day: date
    older: Mapping[str, date] = field(default_factory=dict)

    def day_of(self, question: str) -> date:
        return self.older.get(question, self.day)


def keep_days(questionnaire: Questionnaire, question: Question) -> int:
    """Return for how many days an answer counts; 0 where it is asked every time."""
    keeps = question.keeps or questionnaire.keeps
    return keeps.days if keeps else 0


def comparable_answers(last: LastTime, questionnaire: Questionnaire) -> dict[str, AnswerValue]:
    """Return the answers to questions that this questionnaire asks in the same way; None for skipped."""
    both = Comparability(last.answers.questionnaire, questionnaire)
    same_text = last.answers.questionnaire.digest == questionnaire.digest
    given = last.answers.given.items()
    return {question: value for question, value in given if same_text or both.asks_alike(question)}


def kept_answers(last: LastTime, questionnaire: Questionnaire, today: date) -> dict[str, AnswerValue]:
    """Return the comparable answers that are no older than their term."""
    every = comparable_answers(last, questionnaire).items()
    return {
        question: value for question, value in every if _still_counts(last, questionnaire, question, today)
    }


def _still_counts(last: LastTime, questionnaire: Questionnaire, question: str, today: date) -> bool:
    term = keep_days(questionnaire, questionnaire.questions[question])
    return term > 0 and (today - last.day_of(question)).days <= term
