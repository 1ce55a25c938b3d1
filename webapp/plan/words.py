"""A change of a plan in words: what changes, and how one can tell that it did."""

from webapp.assessment.words import answer_in_full, answer_words
from webapp.localization.localizer import Localizer
from webapp.plan.model import OfferedChange
from webapp.questionnaire.domains import AnswerValue
from webapp.questionnaire.model import Question, Questionnaire


def change_words(offered: OfferedChange, asked: Questionnaire, words: Localizer) -> str:
    """Return what changes: "Beans and lentils: from 1 to 3 times a week"."""
    question = asked.questions[offered.question]
    was, becomes = _was(question, offered, words), answer_in_full(question, offered.becomes)
    if question.kind != "number":
        was, becomes = words.quote(was), words.quote(becomes)
    return words.gettext(
        "%(what)s: from %(was)s to %(becomes)s", what=question.short_name, was=was, becomes=becomes
    )


def usual_measure(offered: OfferedChange, asked: Questionnaire, words: Localizer) -> str:
    """Return how the change is measured where nobody says it otherwise: "at least 3 times a week"."""
    question = asked.questions[offered.question]
    amount = answer_in_full(question, offered.becomes)
    if question.kind != "number" or _is_phrase(question, offered.becomes):
        return amount
    if question.changeable == "more":
        return words.gettext("at least %(amount)s", amount=amount)
    return words.gettext("at most %(amount)s", amount=amount)


def _was(question: Question, offered: OfferedChange, words: Localizer) -> str:
    """Return the answer without the unit, which stands behind the other number; "never" is whole."""
    if question.kind != "number" or _is_phrase(question, offered.was):
        return answer_in_full(question, offered.was)
    return words.number(answer_words(question, offered.was))


def _is_phrase(question: Question, value: AnswerValue) -> bool:
    """Return whether a number is a phrase without digits: "never", "once a week"."""
    return answer_words(question, value) in question.unit_forms.exactly
