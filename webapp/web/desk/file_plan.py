"""A plan on answers that came in a file: nothing of it is stored, the PDF carries it."""

from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from webapp.assessment import Assessment, assess
from webapp.plan import Plan
from webapp.plan.typed import NOTHING, PlanProblem, PlanRefused, TypedPlan, agree
from webapp.report import HandoutView, PlanView, plan_view
from webapp.web.auth.guards import current_practitioner, require_practitioner
from webapp.web.desk.plan_form import current_plan, form_context, today, typed_plan
from webapp.web.kit.app_context import app_context
from webapp.web.kit.body_limits import allow_larger_forms
from webapp.web.kit.csrf import retry_form
from webapp.web.kit.pdf_response import render_pdf_response
from webapp.web.kit.uploads import MAX_FORM_BYTES, UploadedRecord, UploadRefused, read_uploads

bp = Blueprint("file_plan", __name__, url_prefix="/desk/files/plan")
allow_larger_forms(bp, MAX_FORM_BYTES)
require_practitioner(bp)

ASK = "ask"
SHEETS = ("plan", "plan-large", "plan-copy", "handout", "handout-large")


def _again() -> ResponseReturnValue:
    """Show the form again with what was typed, where its token was refused."""
    try:
        (one,) = read_uploads("file")
    except UploadRefused as refused:
        return _files_page(refused.problems)
    assessment = assess(one.answers)  # with the changes that a plan may be made of
    return _page(one, assessment, typed_plan(assessment))


@bp.post("")
@retry_form(_again)
def act() -> ResponseReturnValue:
    """Show the form of a plan, or print what was typed into it."""
    do = request.form.get("do", "")
    if do not in (ASK, *SHEETS):
        raise BadRequest
    try:
        (one,) = read_uploads("file")
    except UploadRefused as refused:
        return _files_page(refused.problems), 422
    assessment = assess(one.answers)  # with the changes that a plan may be made of
    if do == ASK:
        return _page(one, assessment, current_plan(one.imported.plan, assessment))
    typed = typed_plan(assessment)
    try:
        plan = agree(typed, assessment, current_practitioner().name, app_context().clock(), today())
        if plan.is_empty:
            raise PlanRefused({"changes": PlanProblem(NOTHING)})
    except PlanRefused as refused:
        return _page(one, assessment, typed, refused.problems), 422
    return render_pdf_response(_sheet(do, plan, one, assessment), do)


def _sheet(name: str, plan: Plan, one: UploadedRecord, assessment: Assessment) -> PlanView | HandoutView:
    """Return a sheet: the copy in the words of the staff (`assessment`), the others in the patient's."""
    documents = app_context().documents
    occasion = one.occasion("large" if name.endswith("-large") else "standard")
    if name == "plan-copy":
        return plan_view(plan, assessment, occasion, is_staff_copy=True)
    own = assess(one.imported.answers)
    page = documents.patient_plan(plan, own, occasion, one.answer_date.at)
    if not name.startswith("handout"):
        return page
    return HandoutView(page, documents.patient_report(own, replace(occasion, parts="patient"), page.record))


def _page(
    one: UploadedRecord,
    assessment: Assessment,
    typed: TypedPlan,
    problems: Mapping[str, PlanProblem] | None = None,
) -> str:
    return render_template(
        "desk/file_plan.html",
        record=one.record.decode(errors="replace"),
        reference=one.imported.reference,
        **form_context(assessment, typed, problems or {}),
    )


def _files_page(problems: Mapping[str, tuple[str, ...]]) -> str:
    keeps_nothing = app_context().policy.keeps_nothing
    return render_template("desk/files.html", problems=problems, keeps_nothing=keeps_nothing)
