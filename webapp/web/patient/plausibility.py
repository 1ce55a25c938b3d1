"""Remarks on answers that are hardly possible, for the check page. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from webapp.assessment import Answers, Assessment, fill
from webapp.assessment.page_checks import page_checks, questions_checked
from webapp.questionnaire.model import PageCheck
from webapp.report.views.prose import inline


@dataclass(frozen=True)
class PlausibilityRemark:
    """A remark on answers that may be a slip, and the ids of the answered questions behind it."""

    text: Markup
    questions: frozenset[str]


@dataclass(frozen=True)
class Misfit:
    """What is said of answers that do not fit together, with the id and name of each on the page."""

    text: Markup
    questions: tuple[tuple[str, str], ...]


def misfit_remark(answers: Answers, check: PageCheck, shown: Sequence[str]) -> Misfit:
    """Return what a page says of a check, with links to the questions that it shows."""
    questions, behind = answers.questionnaire.questions, questions_checked(answers, check)
    named = ((each, questions[each].short_name) for each in shown if each in behind)
    return Misfit(inline(check.text), tuple(named))


def plausibility_remarks(assessment: Assessment) -> tuple[PlausibilityRemark, ...]:
    """Return the remarks whose condition surely holds: of pages, then of factors."""
    answers = assessment.answers
    misfits = (
        PlausibilityRemark(inline(check.text), questions_checked(answers, check))
        for check in page_checks(answers)
    )
    return (*misfits, *_remarks_of_factors(assessment))


def _remarks_of_factors(assessment: Assessment) -> tuple[PlausibilityRemark, ...]:
    questionnaire, given = assessment.questionnaire, assessment.answers.given
    notes = (note for factor in questionnaire.factors.values() for note in factor.notes)
    return tuple(
        PlausibilityRemark(
            inline(fill(note.text, assessment)),
            frozenset(
                each
                for each in questionnaire.rule_book.questions_of([note.when])
                if given.get(each) is not None
            ),
        )
        for note in notes
        if note.is_check and note.when is not None and assessment.holds(note)
    )
