"""From an assessment to the words of its report. Pure: the date comes from outside."""

from collections.abc import Mapping
from typing import TypedDict

from webapp.assessment import Assessment, fill
from webapp.clinic import Clinic
from webapp.localization.localizer import Localizer
from webapp.report.charts.qr import qr_code
from webapp.report.pdf.patient_names import plain_name
from webapp.report.times import day_words, moment
from webapp.report.views.answered import answer_sections, origin
from webapp.report.views.citations import Citations
from webapp.report.views.factors import factor_text, glance_row, mention, remarked
from webapp.report.views.model import Attachment, Occasion, QrCode, ReportView
from webapp.report.views.opening import opening
from webapp.report.views.safety import practitioner_notices, safety_boxes
from webapp.report.views.trace import trace_row

LEVEL_PATTERNS = ("level_at_least", "level_could_be")
"""Words with places for levels: filled for each finding, not once."""


def patient_view(assessment: Assessment, occasion: Occasion, record: Attachment | None = None) -> ReportView:
    """All that the report says, on screen and on paper, and the record that its file carries."""
    citations, ordered = Citations(assessment.questionnaire), assessment.ordered()
    return ReportView(
        **_whose(occasion),
        words=_words(assessment),
        opening=opening(assessment, occasion.localizer),
        safety=safety_boxes(assessment),
        glance=tuple(glance_row(assessment, finding) for finding in ordered),
        full=tuple(factor_text(assessment, finding, citations) for finding in assessment.full),
        apart=tuple(factor_text(assessment, finding, citations) for finding in assessment.apart),
        further=tuple(mention(assessment, finding) for finding in assessment.further),
        undecided=tuple(mention(assessment, finding) for finding in assessment.undecided),
        remarked=remarked(assessment),
        origin=origin(assessment),
        trace=tuple(trace_row(assessment, one, citations, occasion.localizer) for one in ordered),
        practitioner_notes=practitioner_notices(assessment),
        answers=answer_sections(assessment),
        references=citations.lines(),
        record=record,
    )


class _Whose(TypedDict):
    """What a report says of the occasion."""

    date: str
    iso_date: str
    reference: str
    name: str
    number: str
    mark: str
    localizer: Localizer
    edition: str
    paper: str
    clinic: Clinic
    qr: QrCode | None


def _whose(occasion: Occasion) -> _Whose:
    return _Whose(
        date=day_words(occasion.partial_date, occasion.date, occasion.localizer),
        iso_date=occasion.date.isoformat(),
        reference=occasion.reference,
        name=plain_name(occasion.name),
        number=plain_name(occasion.number),
        mark=mark_of(occasion),
        localizer=occasion.localizer,
        edition=occasion.edition,
        paper=occasion.paper,
        clinic=occasion.clinic,
        qr=qr_code(occasion.desk),
    )


def mark_of(occasion: Occasion) -> str:
    """Return what identifies a page: the code, or for unsent answers the day and the time of day."""
    if occasion.reference:
        return occasion.reference
    if occasion.at:
        return moment(occasion.at, occasion.clinic, occasion.localizer)
    return day_words(occasion.partial_date, occasion.date, occasion.localizer)


def _words(assessment: Assessment) -> Mapping[str, str]:
    words = assessment.questionnaire.words
    return {key: fill(text, assessment) for key, text in words.items() if key not in LEVEL_PATTERNS}
