"""Files at the desk: show the answers in a report, store them as a submission, or compare two reports."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from webapp.assessment import assess, urgency
from webapp.report import PracticeView, practice_view
from webapp.report.charts import charts
from webapp.report.views.answered import answer_sections
from webapp.storage import FollowUpOf, NewSubmission, Person, PolicyForbids, ReferenceTaken
from webapp.web.auth.guards import current_actor, require_practitioner
from webapp.web.desk.plan_form import shown_plan
from webapp.web.kit.app_context import app_context
from webapp.web.kit.body_limits import allow_larger_forms
from webapp.web.kit.csrf import retry_form
from webapp.web.kit.i18n import gettext, localizer
from webapp.web.kit.pdf_response import render_pdf_response
from webapp.web.kit.person_fields import typed_person
from webapp.web.kit.uploads import MAX_FORM_BYTES, UploadedRecord, UploadRefused, comparison, read_uploads

bp = Blueprint("files", __name__, url_prefix="/desk/files")
allow_larger_forms(bp, MAX_FORM_BYTES)
require_practitioner(bp)

CHANNEL = "import"  # the channel of answers from a file


@bp.get("")
def show() -> ResponseReturnValue:
    """Show the form."""
    return _page({})


@bp.post("")
def act() -> ResponseReturnValue:
    """Read one file, and do what its button says."""
    do = ACTS.get(request.form.get("do", ""))
    if do is None:
        raise BadRequest
    try:
        return do(*read_uploads("file"))
    except UploadRefused as refused:
        return _page(refused.problems), 422


@bp.post("/changes")
@retry_form(show)
def changes() -> ResponseReturnValue:
    """Compare two files, the earlier with the later, on a page or as a PDF."""
    try:
        seen = comparison(*read_uploads("old", "new"))
    except UploadRefused as refused:
        return _page(refused.problems), 422
    if request.form.get("do") == "print":
        return render_pdf_response(seen, "changes")
    return render_template("desk/changes.html", view=seen)


def _show(one: UploadedRecord) -> ResponseReturnValue:
    """Show the practitioner's view. The page carries the record along for the next step."""
    sheet = _sheet(one)
    return render_template(
        "desk/file.html",
        sheet=sheet,
        answers=answer_sections(one.assessment),
        chart=charts.profile(
            sheet.factors, prefix="profile", title=gettext("The factors at a glance"), words=localizer()
        ),
        record=one.record.decode(errors="replace"),
        keeps_nothing=app_context().policy.keeps_nothing,
        reference=one.imported.reference,
        when=one.answer_date,
        is_finished=one.imported.is_finished,
        plan=one.imported.plan and shown_plan(one.imported.plan, one.assessment, one.occasion()),
    )


def _sheet(one: UploadedRecord) -> PracticeView:
    return practice_view(one.assessment, one.occasion(), channel=CHANNEL, submitted_at=one.answer_date.at)


def _practice(one: UploadedRecord) -> ResponseReturnValue:
    return render_pdf_response(_sheet(one), "practitioner")


def _report(one: UploadedRecord, edition: str = "standard") -> ResponseReturnValue:
    occasion, assessment = one.occasion(edition), assess(one.imported.answers)
    record = app_context().documents.record(one.imported.answers, occasion, one.answer_date.at)
    return render_pdf_response(app_context().documents.patient_report(assessment, occasion, record), "report")


def _store(one: UploadedRecord) -> ResponseReturnValue:
    """Store the answers as a submission, or show the one that exists. Raise UploadRefused."""
    app, now, answers = app_context(), app_context().clock(), one.imported.answers
    if one.answer_date.at <= now - timedelta(days=app.policy.submission_days):
        said = gettext("These answers are older than this clinic keeps any. Read them without keeping them.")
        raise UploadRefused({"file": (said,)})
    digest, partial_date = answers.questionnaire.digest, one.answer_date.partial_date
    follow_up = FollowUpOf("", one.imported.older) if one.imported.older else None
    entry = NewSubmission(
        CHANNEL, digest, answers.to_json(), urgency(answers), typed_person(), partial_date, follow_up
    )
    kept = app.store.submissions.get_intact(one.imported.reference, now)
    if kept and (kept.digest, kept.answers) == (entry.digest, entry.answers):
        return _show_stored(kept.reference, entry.person)
    try:
        reference = app.store.submissions.add_imported(
            entry, one.answer_date.at, one.imported.reference, current_actor(), now
        )
    except ReferenceTaken as taken:
        return _show_stored(taken.reference, entry.person)
    except PolicyForbids as error:
        said = gettext("This clinic keeps nothing. Read the file without keeping it.")
        raise UploadRefused({"file": (said,)}) from error
    if one.imported.plan and not one.imported.plan.is_empty:
        app.store.plans.save(reference, 1, one.imported.plan, current_actor(), now)
    return redirect(url_for("submission.show", reference=reference, done="taken"), 303)


def _show_stored(reference: str, person: Person) -> ResponseReturnValue:
    app = app_context()
    kept = app.store.submissions.get_intact(reference, app.clock())
    if kept and kept.person == Person() != person:
        app.store.submissions.set_person(reference, kept.version, person, current_actor(), app.clock())
    return redirect(url_for("submission.show", reference=reference, done="there"), 303)


ACTS: Mapping[str, Callable[[UploadedRecord], ResponseReturnValue]] = {
    "show": _show,
    "practitioner": _practice,
    "report": _report,
    "large": partial(_report, edition="large"),
    "keep": _store,
}
"""The action of each button."""


def _page(problems: Mapping[str, tuple[str, ...]]) -> str:
    return render_template(
        "desk/files.html", problems=problems, keeps_nothing=app_context().policy.keeps_nothing
    )
