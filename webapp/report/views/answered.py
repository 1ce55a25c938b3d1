"""Every answer, section by section. Questions that were not asked are not printed."""

from webapp.assessment import Answers, Assessment
from webapp.assessment.words import answer_in_full, answer_words
from webapp.localization.localizer import Localizer
from webapp.questionnaire.domains import AnswerValue
from webapp.questionnaire.model import Question, Section
from webapp.report.views.answered_model import AnsweredVersion, AnswerLine, AnswerSection

PERSONAL = ("age_years", "sex")
"""The questions on which cut-offs turn, and by which a sheet is laid to the right file."""


def answer_sections(assessment: Assessment) -> tuple[AnswerSection, ...]:
    """Return the sections in which anything was asked."""
    answers = assessment.answers
    sections = (_section(section, answers) for section in assessment.questionnaire.sections)
    return tuple(section for section in sections if section.lines)


def origin(assessment: Assessment) -> AnsweredVersion:
    """Return which questionnaire was answered, where, and how much of it."""
    questionnaire, answers = assessment.questionnaire, assessment.answers
    region = questionnaire.region_question
    chosen = answers.given.get(region.id) if region else None
    return AnsweredVersion(
        version=questionnaire.version,
        digest=questionnaire.digest[:8],
        region=answer_words(region, chosen) if region and chosen else "",
        answered=sum(not answers.is_unknown(question) for question in answers.listed),
        asked=len(answers.listed),
        review=questionnaire.review,
    )


def person_of(assessment: Assessment, words: Localizer) -> tuple[str, ...]:
    """Return age and sex in words, as far as they are asked and answered."""
    questions, given = assessment.questionnaire.questions, assessment.answers.given
    personal = [(questions[one], given.get(one)) for one in PERSONAL if one in questions]
    return tuple(
        _of_person(question, value, words)
        for question, value in personal
        if value is not None and not assessment.answers.is_unknown(question.id)
    )


def _of_person(question: Question, value: AnswerValue, words: Localizer) -> str:
    """Return an answer that explains itself, with the question's name for "would rather not say"."""
    answer = answer_in_full(question, value)
    needs_name = question.short and value == question.when_skipped
    return words.labelled(question.short, answer) if needs_name else answer


def _section(section: Section, answers: Answers) -> AnswerSection:
    asked = [question for question in section.questions if question.id in answers.listed]
    return AnswerSection(section.title, tuple(_line(question, answers) for question in asked))


def _line(question: Question, answers: Answers) -> AnswerLine:
    value = answers.given[question.id]
    return AnswerLine(question.short_name, answer_in_full(question, value), answers.is_unknown(question.id))
