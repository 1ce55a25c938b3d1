"""Uploaded files: reports that carry their answers, and answers of other programs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from flask import request

from webapp.assessment import Answers, Assessment, assess, compare
from webapp.exchange.record import ImportedAnswers, RecordRefused, parse_record
from webapp.exchange.record.reader import MOST_FILE
from webapp.report import ComparisonView, Occasion, comparison_view
from webapp.report.views.amount_line import lines_of_two
from webapp.report.views.comparison_view import for_patient, with_outcome
from webapp.report.views.outcome_model import OutcomeView
from webapp.report.views.outcome_view import outcome_view
from webapp.report.visit_order import AnswerDate, answer_date, is_swapped
from webapp.web.kit.answered_language import stay_in_language_of
from webapp.web.kit.app_context import app_context
from webapp.web.kit.audience import is_staff_page
from webapp.web.kit.i18n import gettext, localizer
from webapp.web.kit.safety_messages import flags_of_tier, messages_for

MAX_FORM_BYTES = 2 * MOST_FILE + 100_000  # largest form with two files, in bytes

RECORD_FIELD = "record"
"""The hidden field that carries the record of the page shown, as nothing of it is stored here."""


@dataclass(frozen=True)
class UploadedRecord:
    """One uploaded file: its record, and the answers in it, as they were given (`imported`)."""

    record: bytes
    imported: ImportedAnswers

    @cached_property
    def answers(self) -> Answers:
        """The answers in the language of the page, as far as there are words in it."""
        documents, given = app_context().documents, self.imported.answers
        if is_staff_page():
            return documents.answers_for_staff(given)
        return documents.answers_for_reader(given, app_context().language)

    @cached_property
    def assessment(self) -> Assessment:
        return assess(self.answers, changes=False)

    @cached_property
    def answer_date(self) -> AnswerDate:
        """When the answers were given, as far as the file says."""
        app = app_context()
        return answer_date(self.imported.authored, self.imported.day, app.clinic, app.clock())

    def occasion(self, edition: str = "standard") -> Occasion:
        """Return its day and reference, for a report of this clinic in the language of the page."""
        made = app_context().documents.occasion_on(
            self.answer_date.day, self.imported.reference, edition, self.answer_date.partial_date
        )
        return replace(made, localizer=localizer(), older=self.imported.older)


class UploadRefused(Exception):  # noqa: N818  a refusal
    """One of the files cannot be read. `problems`: error messages by form field."""

    def __init__(self, problems: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__(problems)
        self.problems = problems


class SameReport(UploadRefused):
    """Both files hold the same answers."""


def read_uploads(*fields: str) -> list[UploadedRecord]:
    """Return the uploaded records of these fields. Raise UploadRefused with what is wrong, or ReaderBusy."""
    found: list[UploadedRecord] = []
    problems: dict[str, tuple[str, ...]] = {}
    for field in fields:
        try:
            found.append(_read(_content(field)))
        except RecordRefused as refused:
            problems[field] = refused.translated(gettext)
    if problems:
        raise UploadRefused(problems)
    return found


def comparison(old: UploadedRecord, new: UploadedRecord, *, by_patient: bool = False) -> ComparisonView:
    """Compare two records, in the patient's words if `by_patient`. Raise UploadRefused."""
    one, two = (
        (each.imported.authored, each.imported.day, each.imported.reference, each.imported.answers.to_json())
        for each in (old, new)
    )
    if one == two:  # one file twice, or two editions of it
        raise SameReport({"new": (gettext("This is the same report as the other one. Choose another."),)})
    _require_dates({"old": old, "new": new})
    first, last = in_order(old, new)
    if by_patient:
        stay_in_language_of(last.assessment.questionnaire)
    changes = compare(first.assessment, last.assessment)
    view = comparison_view(
        changes,
        first.occasion(),
        last.occasion(),
        questionnaires=(first.assessment.questionnaire, last.assessment.questionnaire),
        lines=lines_of_two(first.assessment, last.assessment, with_scores=not by_patient),
    )
    view = with_outcome(view, _outcome(first, last))
    return for_patient(view, changes, last.assessment) if by_patient else view


def _outcome(first: UploadedRecord, last: UploadedRecord) -> OutcomeView | None:
    """Return what became of the plan that the earlier file carries; None for one without a plan."""
    plan = first.imported.plan
    if plan is None:
        return None
    visits, occasions = (first.assessment, last.assessment), (first.occasion(), last.occasion())
    return outcome_view(plan, visits, occasions, last.imported.older)


def _require_dates(files: Mapping[str, UploadedRecord]) -> None:
    undated = {
        field: (gettext(each.answer_date.why_unknown),)
        for field, each in files.items()
        if not each.answer_date.is_known
    }
    if undated:
        raise UploadRefused(undated)


def in_order(one: UploadedRecord, two: UploadedRecord) -> tuple[UploadedRecord, UploadedRecord]:
    """Return the earlier record, then the later one."""
    return (two, one) if is_swapped(one.answer_date, two.answer_date) else (one, two)


def _content(field: str) -> bytes:
    file = request.files.get(field)
    carried = request.form.get(RECORD_FIELD, "").encode(errors="replace")
    content = file.read(MOST_FILE + 1) if file else carried
    if not content:
        raise RecordRefused(gettext("Choose a file first."))
    return content


def _read(content: bytes) -> UploadedRecord:
    """Read one file. Raise RecordRefused also for answers that end the questionnaire."""
    app = app_context()
    record = (app.reader if is_staff_page() else app.anonymous_reader).read(content)
    upload = UploadedRecord(record, parse_record(record, app.questionnaire, app.questionnaire_of))
    stops = messages_for(upload.assessment, flags_of_tier(upload.assessment, "stop"))
    if stops:
        raise RecordRefused(*(" ".join(stop.text.striptags().split()) for stop in stops))
    return upload
