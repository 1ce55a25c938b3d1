"""Answers that can hardly be: said while they can still be changed."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from webapp.assessment import assess, fill
from webapp.report.views.prose import inline
from webapp.web.patient.dependencies import questions_behind
from webapp.web.patient.draft import Draft
from webapp.web.patient.flow_redirects import SectionPage
from webapp.web.patient.question_fields import anchor


@dataclass(frozen=True)
class PlausibilityRemark:
    """A remark on answers that may be a slip; `links` are the questions behind it: address and name."""

    text: Markup
    links: tuple[tuple[str, str], ...]


def plausibility_remarks(draft: Draft) -> tuple[PlausibilityRemark, ...]:
    """Every remark of this kind that surely holds."""
    questionnaire, assessment = draft.answers.questionnaire, assess(draft.answers, changes=False)
    notes = (note for factor in questionnaire.factors.values() for note in factor.notes)
    return tuple(
        PlausibilityRemark(
            inline(fill(note.text, assessment)), _links(draft, questions_behind(questionnaire, note.when))
        )
        for note in notes
        if note.is_check and note.when is not None and assessment.holds(note)
    )


def _links(draft: Draft, asked: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """The questions that were answered: what was skipped adds nothing up."""
    questionnaire = draft.answers.questionnaire
    answered = [
        questionnaire.questions[each]
        for each in draft.path.due
        if each in asked and draft.answers.given[each] is not None
    ]
    return tuple(
        (
            SectionPage(questionnaire.section(one.section), destination="check").url(anchor=anchor(one.id)),
            one.short or one.text,
        )
        for one in answered
    )
