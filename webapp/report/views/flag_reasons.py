"""The answers that made a condition hold, in words."""

from collections.abc import Iterator
from functools import singledispatch

from webapp.assessment import Assessment
from webapp.assessment.words import answer_in_full
from webapp.localization.localizer import Localizer
from webapp.questionnaire.rules.logic import And, Not, Or
from webapp.questionnaire.rules.nodes import Answer, IsKnown, MeasureRef, Node, Picked
from webapp.questionnaire.rules.operations import Cases, Compare
from webapp.report.views.rule_words import PractitionerVocabulary


def not_answered(words: Localizer) -> str:
    """Say that a question has no answer."""
    return words.gettext("not answered")


def answers_behind(assessment: Assessment, condition: Node, words: Localizer) -> tuple[str, ...]:
    """Return the answers that made a condition hold, each once, in the order of the condition."""
    remark = unscored_remark(assessment, condition, words)
    return tuple(dict.fromkeys((*_behind(condition, assessment, words), *filter(None, (remark,)))))


def unscored_remark(assessment: Assessment, condition: Node, words: Localizer) -> str:
    """Say that a condition rests on a score in words that nobody validated; "" where it does not."""
    if not assessment.answers.rests_on_unscored(condition):
        return ""
    asked = assessment.questionnaire
    language = Localizer(asked.asked_in or asked.language).name_in(words)
    return words.gettext("asked in a wording that is not validated (%(language)s)", language=language)


@singledispatch
def _behind(node: Node, assessment: Assessment, words: Localizer) -> Iterator[str]:
    """Yield the answers to all questions below: the default for every kind of node."""
    for child in node.children:
        yield from _behind(child, assessment, words)


@_behind.register
def _any(node: Or, assessment: Assessment, words: Localizer) -> Iterator[str]:
    for part in node.parts:
        if part.value(assessment.answers.situation) is True:
            yield from _behind(part, assessment, words)


@_behind.register
def _all(node: And, assessment: Assessment, words: Localizer) -> Iterator[str]:
    """Prefer what was answered to what was not, where there is both."""
    reasons = [
        one for part in node.parts if not isinstance(part, Not) for one in _behind(part, assessment, words)
    ]
    denials = (one for part in node.parts for one in _behind(part, assessment, words))
    yield from reasons or denials


@_behind.register
def _answer(node: Answer, assessment: Assessment, words: Localizer) -> Iterator[str]:
    """Yield the answer. That a question was answered at all is no reason."""
    if not isinstance(node, IsKnown):
        yield from _answer_words(node.question, assessment, words)


@_behind.register
def _picked(node: Picked, assessment: Assessment, words: Localizer) -> Iterator[str]:
    """Yield the one option that is looked at, and not all that was ticked."""
    question = assessment.questionnaire.questions[node.question]
    yield words.labelled(question.short_name, question.option(node.option).label)


@_behind.register
def _not(node: Not, assessment: Assessment, words: Localizer) -> Iterator[str]:
    """Yield the answers below, also where only whether they were given counts."""
    for below in node.walk():
        if isinstance(below, Answer):
            yield from _answer_words(below.question, assessment, words)


@_behind.register
def _comparison(node: Compare, assessment: Assessment, words: Localizer) -> Iterator[str]:
    """Show a measure as the number that it came to, but for a score of words that nobody validated."""
    measured = any(isinstance(below, MeasureRef) and not below.is_level for below in node.walk())
    if measured and not assessment.answers.rests_on_unscored(node):
        vocabulary = PractitionerVocabulary(assessment.questionnaire, words)
        yield words.maths(node.filled(assessment.answers.situation, vocabulary))
    else:
        for child in node.children:
            yield from _behind(child, assessment, words)


@_behind.register
def _measure(node: MeasureRef, assessment: Assessment, words: Localizer) -> Iterator[str]:
    yield from _behind(assessment.answers.situation.book.measures[node.measure], assessment, words)


@_behind.register
def _cases(node: Cases, assessment: Assessment, words: Localizer) -> Iterator[str]:
    """Yield the answers behind the row that counts."""
    for when, value in node.rows:
        if when is None or when.value(assessment.answers.situation) is True:
            for part in (when, value) if when is not None else (value,):
                yield from _behind(part, assessment, words)
            return


def _answer_words(question_id: str, assessment: Assessment, words: Localizer) -> Iterator[str]:
    question = assessment.questionnaire.questions[question_id]
    if assessment.answers.is_shown(question_id):
        answer = answer_in_full(question, assessment.answers.given[question_id])
        yield words.labelled(question.short_name, answer or not_answered(words))
