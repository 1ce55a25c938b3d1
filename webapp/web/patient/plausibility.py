"""Answers that can hardly be: said while they can still be changed."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from webapp.assessment import assess, fill
from webapp.report.views.prose import inline
from webapp.web.patient.dependencies import behind
from webapp.web.patient.draft import Sitting
from webapp.web.patient.flow_redirects import At
from webapp.web.patient.question_fields import anchor


@dataclass(frozen=True)
class Doubt:
    """A remark on answers that may be a slip; `links` are the questions behind it: address and name."""

    text: Markup
    links: tuple[tuple[str, str], ...]


def doubts(now: Sitting) -> tuple[Doubt, ...]:
    """Every remark of this kind that surely holds."""
    questionnaire, assessment = now.answers.questionnaire, assess(now.answers, changes=False)
    notes = (note for factor in questionnaire.factors.values() for note in factor.notes)
    return tuple(
        Doubt(inline(fill(note.text, assessment)), _links(now, behind(questionnaire, note.when)))
        for note in notes
        if note.is_check and note.when is not None and assessment.holds(note)
    )


def _links(now: Sitting, asked: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """The questions that were answered: what was skipped adds nothing up."""
    questionnaire = now.answers.questionnaire
    answered = [
        questionnaire.questions[each]
        for each in now.path.due
        if each in asked and now.answers.given[each] is not None
    ]
    return tuple(
        (
            At(questionnaire.section(one.section), then="check").url(anchor=anchor(one.id)),
            one.short or one.text,
        )
        for one in answered
    )
