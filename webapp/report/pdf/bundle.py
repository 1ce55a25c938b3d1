"""Several submissions in one file: a cover list, then the page or the report of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from webapp.clinic import Clinic
from webapp.localization.localizer import Localizer
from webapp.localization.marking import N_
from webapp.report.pdf.patient_names import plain_name
from webapp.report.times import Localized, date_words, moment_or_date
from webapp.report.views.model import Occasion, ReportView
from webapp.report.views.practice_model import PracticeView
from webapp.report.views.practice_view import channel_words

KINDS = {PracticeView: N_("Practitioner’s page"), ReportView: N_("Patient’s report")}


@dataclass(frozen=True)
class CoverRow:
    """One line of the cover list. `kind` says what is in the file; `page` is where it starts there.

    `tier` is the highest tier of the safety flags ("" for none), and `tier_words` what they ask for first, or
    that none surely holds; "" where none can hold.
    """

    reference: str
    name: str
    number: str
    date: str
    channel: str
    tier: str
    tier_words: str
    kind: str
    page: int = 0

    @property
    def label(self) -> str:
        return " ".join(filter(None, (self.reference, self.name, self.number))) or self.kind


@dataclass(frozen=True)
class Enclosed:
    """A page or report, and what the cover list says of it."""

    view: PracticeView | ReportView
    row: CoverRow


@dataclass(frozen=True)
class BundleView(Localized):
    """All that a bundle says; `enclosed` in the order of the file."""

    title: str
    date: str
    iso_date: str
    localizer: Localizer
    paper: str
    clinic: Clinic
    enclosed: tuple[Enclosed, ...]

    def starting_at(self, pages: Sequence[int]) -> BundleView:
        """Return the bundle with the page of the file at which each document starts."""
        rows = zip(self.enclosed, pages, strict=True)
        placed = tuple(replace(one, row=replace(one.row, page=page)) for one, page in rows)
        return replace(self, enclosed=placed)


def enclosed(
    report: ReportView, *, name: str = "", channel: str = "", submitted_at: datetime, partial_date: str = ""
) -> Enclosed:
    """Return a patient's report with what only its submission knows; `partial_date` is as in `day_of`."""
    row = _report_row(report)
    sent = moment_or_date(partial_date, submitted_at, report.clinic, report.localizer)
    shown = plain_name(name) or row.name
    return Enclosed(
        report, replace(row, name=shown, channel=channel_words(channel, report.localizer), date=sent)
    )


def bundle_view(pages: Sequence[PracticeView | ReportView | Enclosed], occasion: Occasion) -> BundleView:
    """Return a bundle of all these, in this order, all on the clinic's paper.

    It carries no records: a record belongs to one person, and a reader of the file expects one.
    """
    return BundleView(
        title=occasion.localizer.gettext("Submissions"),
        date=date_words(occasion.date, occasion.localizer),
        iso_date=occasion.date.isoformat(),
        localizer=occasion.localizer,
        paper=occasion.paper,
        clinic=occasion.clinic,
        enclosed=tuple(_enclose(page) for page in pages),
    )


def _enclose(page: PracticeView | ReportView | Enclosed) -> Enclosed:
    if isinstance(page, Enclosed):
        return Enclosed(_without_record(page.view), page.row)
    row = _report_row(page) if isinstance(page, ReportView) else _practice_row(page)
    return Enclosed(_without_record(page), row)


def _without_record(view: PracticeView | ReportView) -> PracticeView | ReportView:
    return replace(view, record=None) if isinstance(view, ReportView) else view


def _report_row(view: ReportView) -> CoverRow:
    first = next(iter(view.safety), None)
    tier, words = (first.tier, first.heading) if first else ("", _open_words(view))
    person = (view.name, view.number)
    return CoverRow(
        view.reference, *person, view.date, "", tier, words, view.localizer.gettext(KINDS[ReportView])
    )


def _open_words(view: PracticeView | ReportView) -> str:
    return view.localizer.gettext("none surely holds") if view.has_open_flags else ""


def _practice_row(view: PracticeView) -> CoverRow:
    tier = (view.tier, view.tier_words or _open_words(view))
    person = (view.name, view.number)
    return CoverRow(
        view.reference,
        *person,
        view.completed,
        view.channel,
        *tier,
        view.localizer.gettext(KINDS[PracticeView]),
    )
