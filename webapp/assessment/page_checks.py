"""Answers that do not fit together, such as "never" and then "every week"."""

from collections.abc import Collection, Iterable, Iterator

from webapp.assessment.answers import Answers
from webapp.questionnaire.model import PageCheck, Section


def page_checks(answers: Answers, sections: Iterable[Section] | None = None) -> Iterator[PageCheck]:
    """Yield the checks of these sections, or of all, whose condition surely holds."""
    for section in answers.questionnaire.sections if sections is None else sections:
        yield from (check for check in section.checks if check.when.value(answers.situation) is True)


def page_checks_on(answers: Answers, section: Section, shown: Collection[str]) -> Iterator[PageCheck]:
    """Yield those of a section that look at one of the questions `shown`."""
    for check in page_checks(answers, (section,)):
        if questions_checked(answers, check) & frozenset(shown):
            yield check


def questions_checked(answers: Answers, check: PageCheck) -> frozenset[str]:
    """Return the answered questions that a check looks at, also through measures."""
    behind = answers.questionnaire.rule_book.questions_of([check.when])
    return frozenset(one for one in behind if answers.given.get(one) is not None)
