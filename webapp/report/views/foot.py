"""The foot of the patient's pages: what it says, and whether it needs more room than three lines."""

from dataclasses import dataclass

from webapp.localization.marking import N_
from webapp.report.views.model import ReportView
from webapp.report.views.plan_model import PlanView

UNREVIEWED = N_("This translation has not been reviewed by a clinician.")

USUAL_LETTERS = 330
"""Letters that the margin of a page has room for: three lines of English. Wordier languages need more."""


@dataclass(frozen=True)
class Foot:
    """What the foot says: the disclaimer (prose), and that a translation is a draft; "" for none of it."""

    disclaimer: str
    unreviewed: str

    @property
    def is_long(self) -> bool:
        return len(self.disclaimer) + len(self.unreviewed) > USUAL_LETTERS


def foot_of(view: ReportView | PlanView) -> Foot:
    """Return the foot of a page. Easy read has the disclaimer on its first page alone."""
    unreviewed = view.localizer.gettext(UNREVIEWED) if view.is_unreviewed else ""
    return Foot("" if view.localizer.is_easy else view.words["disclaimer"], unreviewed)
