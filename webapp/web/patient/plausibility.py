"""Remarks on answers that are hardly possible, for the check page. Pure."""

from dataclasses import dataclass

from markupsafe import Markup

from webapp.assessment import Assessment, fill
from webapp.report.views.prose import inline


@dataclass(frozen=True)
class PlausibilityRemark:
    """A remark on answers that may be a slip, and the ids of the answered questions behind it."""

    text: Markup
    questions: frozenset[str]


def plausibility_remarks(assessment: Assessment) -> tuple[PlausibilityRemark, ...]:
    """Return the remarks whose condition surely holds."""
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
