"""From a plan to the words of its page. Pure: the day of today is not needed, and nothing is read."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from webapp.assessment import Assessment
from webapp.localization.localizer import Localizer
from webapp.localization.marking import N_
from webapp.plan import AgreedChange, Plan
from webapp.plan.offers import flags_to_read
from webapp.plan.people import PEOPLE
from webapp.plan.words import change_words, usual_measure
from webapp.report.pdf.font_coverage import printable
from webapp.report.times import date_words, day_in
from webapp.report.views.model import Occasion
from webapp.report.views.patient_view import bearer, sentences
from webapp.report.views.plan_model import PlanLine, PlanView
from webapp.report.views.safety import CARE, safety_boxes

FreeText = Callable[[str], str]

TITLE, COPY = N_("Your plan"), N_("Plan: the practitioner’s copy")


def plan_view(
    plan: Plan,
    assessment: Assessment,
    occasion: Occasion,
    *,
    is_staff_copy: bool = False,
    free_text: FreeText = printable,
) -> PlanView:
    """Return all that the page of a plan says, in the language of the assessment's questionnaire.

    It has no slip and no record. `free_text` is applied to what was typed: paper has not all letters.
    """
    words = occasion.localizer
    lines = _PlanLines(assessment, words, free_text, is_staff_copy)
    agreed_on = day_in(occasion.clinic, plan.agreed_at) if plan.agreed_at else occasion.date
    return PlanView(
        **bearer(occasion),
        date=date_words(agreed_on, words),
        iso_date=agreed_on.isoformat(),
        title=words.gettext(COPY if is_staff_copy else TITLE),
        words=sentences(assessment),
        **_origin(plan),
        lines=tuple(map(lines.change, plan.agreed)),
        tests=tuple(lines.tests(plan)),
        see=tuple(lines.people(plan)),
        come_back=date_words(plan.come_back, words, "full") if plan.come_back else "",
        safety=tuple(box for box in safety_boxes(assessment) if box.tier != CARE),
        is_staff_copy=is_staff_copy,
        is_unreviewed=assessment.questionnaire.is_unreviewed,
    )


def _origin(plan: Plan) -> Mapping[str, Any]:
    """Return who agreed on the plan: nobody of the clinic where only a file says so."""
    return {"practitioner": "" if plan.is_from_file else plan.by, "is_from_file": plan.is_from_file}


@dataclass(frozen=True)
class _PlanLines:
    """The lines of a plan in one language."""

    assessment: Assessment
    words: Localizer
    free_text: FreeText
    is_staff_copy: bool

    def change(self, agreed: AgreedChange) -> PlanLine:
        asked, offered = self.assessment.questionnaire, agreed.offered
        flags = {flag.id: flag.title for flag in asked.safety}
        usual = usual_measure(offered, asked, self.words) if offered else ""
        return PlanLine(
            what=change_words(offered, asked, self.words) if offered else self._typed(agreed.words),
            measured=self._typed(agreed.measured) or usual,
            factors=tuple(asked.factors[one].title for one in offered.factors) if offered else (),
            against=tuple(flags[one] or one for one in agreed.against),
            to_read=tuple(one.title or one.id for one in flags_to_read(self.assessment, agreed.about)),
            reason=self._typed(agreed.reason) if self.is_staff_copy else "",
        )

    def tests(self, plan: Plan) -> Iterator[str]:
        titles = {one.id: one.title for one in self.assessment.questionnaire.practice.considered}
        yield from (titles[one] for one in plan.tests)
        yield from map(self._typed, plan.other_tests.splitlines())

    def people(self, plan: Plan) -> Iterator[str]:
        yield from (self.words.gettext(PEOPLE[one]) for one in plan.see)
        yield from map(self._typed, plan.other_people.splitlines())

    def _typed(self, text: str) -> str:
        """Return typed words as they are shown, in their own direction."""
        return self.words.own_direction(self.free_text(text))
