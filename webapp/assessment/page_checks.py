"""Answers that do not fit together, such as "never" and then "every week"."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from webapp.assessment.answers import Answers, resolve
from webapp.questionnaire.model import PageCheck, Questionnaire, Section
from webapp.questionnaire.rules.situation import Situation


def page_checks(answers: Answers, sections: Iterable[Section] | None = None) -> Iterator[PageCheck]:
    """Yield the checks of these sections, or of all, whose condition surely holds."""
    for section in answers.questionnaire.sections if sections is None else sections:
        if section.checks:
            situation = _situation_on(section, answers)
            yield from (check for check in section.checks if check.when.value(situation) is True)


def page_checks_on(answers: Answers, section: Section, shown: Collection[str]) -> Iterator[PageCheck]:
    """Yield those of a section that look at one of the questions `shown`."""
    for check in page_checks(answers, (section,)):
        if questions_checked(answers, check) & frozenset(shown):
            yield check


def questions_checked(answers: Answers, check: PageCheck) -> frozenset[str]:
    """Return the answered questions that a check looks at, also through measures."""
    behind = answers.questionnaire.rule_book.questions_of([check.when])
    return frozenset(one for one in behind if answers.given.get(one) is not None)


def hidden_by_own_page(questionnaire: Questionnaire, section: Section) -> frozenset[str]:
    """Return the questions of a section that only answers of the same section can hide."""
    own = frozenset(question.id for question in section.questions)
    parents = questionnaire.parents
    return frozenset(one for one in own if parents[one] and parents[one] <= own)


def asking(questionnaire: Questionnaire, questions: Collection[str]) -> Questionnaire:
    """Return the questionnaire that asks these questions of everybody."""
    sections = tuple(
        replace(
            section,
            questions=tuple(
                replace(one, show_if=None) if one.id in questions else one for one in section.questions
            ),
        )
        for section in questionnaire.sections
    )
    return replace(questionnaire, sections=sections)


def _situation_on(section: Section, answers: Answers) -> Situation:
    """Return what the checks of a section look at.

    An answer of the page counts there also where another one of the page hides its question: both were given.
    """
    both_given = hidden_by_own_page(answers.questionnaire, section) & answers.unasked.keys()
    if not both_given:
        return answers.situation
    raw = {**answers.unasked, **answers.given}
    return resolve(asking(answers.questionnaire, both_given), raw).situation
