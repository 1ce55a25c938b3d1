"""A view as paper can show it: no face has every letter that a clinic or a patient may be called by."""

from collections.abc import Mapping
from dataclasses import replace
from functools import singledispatch

from webapp.clinic import Clinic
from webapp.localization.localizer import Localizer
from webapp.localization.marking import N_
from webapp.paper.form import PaperForm
from webapp.report.pdf.bundle import BundleView, CoverRow
from webapp.report.pdf.font_coverage import printable, printable_line, unprintable, unshown
from webapp.report.views.comparison_model import ComparisonView
from webapp.report.views.model import ReportView
from webapp.report.views.outcome_model import OutcomeView
from webapp.report.views.plan_model import HandoutView, PlanView
from webapp.report.views.practice_model import PracticeView

AS_ON_SCREEN = N_("(name as on screen)")
"""Printed instead of a name with a letter that no font has: half a name would be a wrong one."""

NAMED_SIGNS = 5
NO_FONT = "no font for %s (%s and more): its reports cannot be printed. Run: script/prepare fonts"
"""What the log and `doctor` say of a language."""


@singledispatch
def on_paper(view: object) -> object:
    """Return the view without characters that no font can show. The questionnaire's own texts stay."""
    raise TypeError(type(view).__name__)


@on_paper.register
def _report(view: ReportView) -> ReportView:
    return replace(
        view,
        clinic=clinic_on_paper(view.clinic),
        name=name_on_paper(view.name, view.localizer),
        number=printable(view.number),
        outcome=_outcome(view.outcome, view.localizer),
    )


@on_paper.register
def _practice(view: PracticeView) -> PracticeView:
    return replace(
        view,
        clinic=clinic_on_paper(view.clinic),
        name=name_on_paper(view.name, view.localizer),
        number=printable(view.number),
    )


@on_paper.register
def _plan(view: PlanView) -> PlanView:
    return replace(
        view,
        clinic=clinic_on_paper(view.clinic),
        name=name_on_paper(view.name, view.localizer),
        number=printable(view.number),
        practitioner=name_on_paper(view.practitioner, view.localizer),
        lines=tuple(
            replace(
                one, what=printable(one.what), measured=printable(one.measured), reason=printable(one.reason)
            )
            for one in view.lines
        ),
        tests=tuple(map(printable, view.tests)),
        see=tuple(map(printable, view.see)),
    )


def _outcome(view: OutcomeView | None, words: Localizer) -> OutcomeView | None:
    if view is None:
        return None
    lines = (replace(one, what=printable(one.what), measured=printable(one.measured)) for one in view.lines)
    return replace(view, by=name_on_paper(view.by, words), lines=tuple(lines))


@on_paper.register
def _handout(view: HandoutView) -> HandoutView:
    return replace(view, plan=_plan(view.plan), report=_report(view.report))


@on_paper.register
def _comparison(view: ComparisonView) -> ComparisonView:
    return replace(
        view,
        clinic=clinic_on_paper(view.clinic),
        name=name_on_paper(view.name, view.localizer),
        outcome=_outcome(view.outcome, view.localizer),
    )


@on_paper.register
def _bundle(view: BundleView) -> BundleView:
    placed = tuple(replace(one, row=_row(one.row, view.localizer)) for one in view.enclosed)
    return replace(view, clinic=clinic_on_paper(view.clinic), enclosed=placed)


@on_paper.register
def _form(view: PaperForm) -> PaperForm:
    return replace(view, clinic=clinic_on_paper(view.clinic))


def _row(row: CoverRow, words: Localizer) -> CoverRow:
    return replace(row, name=name_on_paper(row.name, words), number=printable(row.number))


def unprintable_languages(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the languages whose words need a font that is not installed, each with signs that it lacks.

    `texts` are the questionnaires by language.
    """
    lost = {tag: unprintable(text) for tag, text in texts.items()}
    return {tag: signs[:NAMED_SIGNS] for tag, signs in lost.items() if signs}


def characters_lost_on_paper(clinic: Clinic) -> str:
    """Return the characters of the clinic's name and address that paper leaves out."""
    return unshown("".join((clinic.name, *clinic.contact)))


def name_on_paper(name: str, words: Localizer) -> str:
    """Return the name where all of it can be printed, else a note that it stands on the screen."""
    return words.gettext(AS_ON_SCREEN) if unshown(name) else name


def clinic_on_paper(clinic: Clinic) -> Clinic:
    """Return the clinic with those of its lines that can be printed."""
    contact = tuple(filter(None, map(printable_line, clinic.contact)))
    return replace(clinic, name=printable_line(clinic.name), contact=contact)
