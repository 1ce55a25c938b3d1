"""Submissions as files for people and programs: what each export holds, and how it is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from webapp.assessment import Assessment, assess
from webapp.exchange import ExportedSubmission, as_csv, as_csv_in_words, as_fhir_text, as_json_text
from webapp.report.times import zone_of
from webapp.report.views.practice_view import channel_words
from webapp.report.views.ranges import level_range
from webapp.storage import Submission
from webapp.web.kit.app_context import app_context
from webapp.web.kit.i18n import localizer


def _fhir(records: Sequence[ExportedSubmission]) -> str:
    app = app_context()
    return as_fhir_text(records, base_url=app.settings.fhir_base, recorded=app.clock())


def _in_words(records: Sequence[ExportedSubmission]) -> str:
    """Write the table that staff read: in their words, with times by the clinic's clock."""
    zone, words = zone_of(app_context().clinic), localizer()
    read = [
        replace(
            one,
            submitted_at=one.submitted_at.astimezone(zone),
            channel=channel_words(one.channel, words),
            assessment=_for_staff(one.assessment),
        )
        for one in records
    ]
    return as_csv_in_words(read, words, lambda *levels: level_range(levels, words))


def _for_staff(assessment: Assessment) -> Assessment:
    answers = app_context().documents.answers_for_staff(assessment.answers)
    return assessment if answers is assessment.answers else assess(answers, changes=False)


EXPORTS: Mapping[str, tuple[Callable[[Sequence[ExportedSubmission]], str], str, str]] = {
    "csv": (as_csv, "text/csv", "csv"),
    "words": (_in_words, "text/csv", "words.csv"),
    "json": (as_json_text, "application/json", "json"),
    "fhir": (_fhir, "application/fhir+json", "fhir.json"),
}
"""The writer, the media type and the file name suffix of each export."""


def exported(one: Submission) -> ExportedSubmission:
    """Return what the exports hold of a submission. Raise LookupError."""
    assessment = app_context().documents.assess(one)
    older = one.follow_up.days if one.follow_up else {}
    return ExportedSubmission(
        one.reference, one.submitted_at, one.channel, assessment, one.partial_date, one.plan, older
    )
