"""Forms on paper at the desk: printed blank, read from pictures, typed in, and taken in as submissions.

The front desk prints blank forms, which say nothing about anybody. Forms are taken in by those who may read
answers.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TypeGuard

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from webapp.assessment import urgency
from webapp.exchange.strict_json import parse_json
from webapp.localization.localizer import Localizer
from webapp.localization.territories import territory_of
from webapp.paper.codes import new_form_number
from webapp.paper.edition import PAPERS, FormEdition
from webapp.paper.form import paper_form
from webapp.paper.recognition.reader import MOST_FILE, PictureReaderBusy, can_read_pictures
from webapp.prints.paper_forms import MOST_FILES, PaperFormReader, PaperRefused, questionnaire_beginning
from webapp.storage import NewSubmission, PolicyForbids, ReferenceTaken
from webapp.web.auth.guards import current_actor, practitioner_required, require_staff
from webapp.web.desk.paper_entry import PaperEntry
from webapp.web.desk.paper_fields import day_error, number_error
from webapp.web.kit.answer_parsing import TypedValues, clean_values
from webapp.web.kit.app_context import app_context
from webapp.web.kit.body_limits import allow_larger_forms
from webapp.web.kit.csrf import retry_form
from webapp.web.kit.dates import day_here
from webapp.web.kit.i18n import N_, gettext
from webapp.web.kit.pdf_response import render_pdf_response
from webapp.web.kit.person_fields import typed_person

CHANNEL = "paper"
MOST_UPLOADED = 60 * 1024 * 1024  # bytes of all pictures of a form together, as the server lets in

MOVED = N_(
    "The clinic’s region was changed after this page was opened, and some answers mean something else now. "
    "Begin again with this form."
)

bp = Blueprint("paper", __name__, url_prefix="/desk/paper")
allow_larger_forms(bp, MOST_UPLOADED)
require_staff(bp)


@bp.get("")
def show() -> ResponseReturnValue:
    """Show what can be done with paper."""
    return _page(())


@bp.get("/form.pdf")
def blank() -> ResponseReturnValue:
    """Return a blank form with a number of its own."""
    app = app_context()
    wanted = request.args.get("size", "")
    size = wanted if wanted in PAPERS else app.clinic.paper
    is_large = request.args.get("print") == "large"
    questionnaire = app.served.in_language(
        request.args.get("language", app.clinic.language), territory_of(app.clinic)
    )
    edition = FormEdition.of_clinic(questionnaire, app.clinic, size, is_large=is_large)
    number = new_form_number(secrets.token_bytes)
    form = paper_form(questionnaire, app.clinic, edition, number, app.settings.translations)
    return render_pdf_response(form, f"form-{number}")


@bp.post("/read")
@retry_form(show)
@practitioner_required
def read() -> ResponseReturnValue:
    """Read pictures of the pages of one form, and show what was read beside what is in doubt."""
    app, clinic = app_context(), app_context().clinic
    chosen = [file for file in request.files.getlist("pictures") if file.filename]
    if not chosen or not can_read_pictures():
        return _page((gettext("Choose a file first."),)), 422
    forms = PaperFormReader(
        clinic,
        lambda digest: questionnaire_beginning(digest, app.served, app.store),
        app.render_pool.pdf,
        app.picture_reader,
        keeps_pictures=app.policy.stores_pictures,
    )
    try:
        found = forms.read(
            [(file.filename or "", file.read(MOST_FILE + 1)) for file in chosen[: MOST_FILES + 1]]
        )
    except PaperRefused as refused:
        return _page(refused.sentences), 422
    except PictureReaderBusy:
        return _page((gettext("Other pictures are being read. Try again in a moment."),)), 503
    entry = PaperEntry.of_pictures(found, clinic)
    return _entry(replace(entry, taken=_taken(entry)), notes=found.remarks)


@bp.get("/type")
@practitioner_required
def type_in() -> ResponseReturnValue:
    """Show an empty page, in the order of the paper."""
    return _entry(PaperEntry.empty())


def _typed_again() -> ResponseReturnValue:
    return _entry(PaperEntry.submitted() if "digest" in request.form else PaperEntry.empty())


@bp.post("/type")
@retry_form(_typed_again)
@practitioner_required
def take() -> ResponseReturnValue:
    """Take the answers in, or show what is wrong with them."""
    entry = PaperEntry.submitted()
    if entry.has_clinic_moved:
        return _entry(entry, stops=(gettext(MOVED),)), 422
    if request.form.get("do") == "again":
        second = replace(PaperEntry.empty(), number=entry.number, day=entry.day)
        return _entry(second, first=_typed_json(entry.typed))
    errors = entry.errors(_first_reading())
    remarks = () if errors else entry.remarks()
    has_seen = not remarks or request.form.get("seen", "") == " ".join(remarks)
    stops = () if errors else entry.stops()
    wrong = errors or stops or number_error(entry.number) or day_error(entry.day)
    if wrong or entry.pages_not_compared() or not has_seen:
        return _entry(entry, errors=errors, remarks=remarks, stops=stops), 422
    return _store(entry)


def _store(entry: PaperEntry) -> ResponseReturnValue:
    app, now = app_context(), app_context().clock()
    answered_at, partial_date = _when_filled_in(date.fromisoformat(entry.day), now)
    answers = entry.answers
    new = NewSubmission(
        CHANNEL,
        answers.questionnaire.digest,
        answers.to_json(),
        urgency(answers),
        typed_person(),
        partial_date,
        pictures=entry.picture_files,
    )
    try:
        reference = app.store.submissions.add_imported(
            new, answered_at, entry.reference, current_actor(), now, once=True
        )
    except PolicyForbids:
        return _entry(entry, stops=(gettext("This clinic keeps nothing, so nothing is taken in."),)), 422
    except ReferenceTaken as refused:
        return _entry(replace(entry, taken=refused.reference)), 409
    return redirect(url_for("submission.show", reference=reference, done="on_paper"), 303)


def _taken(entry: PaperEntry) -> str:
    """Return the reference of the submission that this form became before, or ""."""
    app = app_context()
    return entry.reference if app.store.submissions.exists(entry.reference, app.clock()) else ""


def _when_filled_in(day: date, now: datetime) -> tuple[datetime, str]:
    """Return when a form of this day was filled in, and the day where that is all that is known."""
    today = day_here(now)
    return (now - (today - day), day.isoformat()) if day < today else (now, "")


def _first_reading() -> TypedValues | None:
    """Return what was typed the first time, where this is the second reading. Raise BadRequest."""
    text = request.form.get("first", "")
    try:
        found = parse_json(text) if text else None
    except ValueError as error:
        raise BadRequest from error
    if found is None:
        return None
    if not _is_typed(found):
        raise BadRequest
    return {one: clean_values(values) for one, values in found.items()}


def _is_typed(found: object) -> TypeGuard[dict[str, list[str]]]:
    """Return whether this is what `_typed_json` wrote: texts for each question."""
    lists = found.values() if isinstance(found, dict) else [None]
    return all(isinstance(each, list) and all(isinstance(one, str) for one in each) for each in lists)


def _typed_json(typed: TypedValues) -> str:
    return json.dumps({one: list(values) for one, values in typed.items()})


def _page(problems: Sequence[str]) -> str:
    app = app_context()
    return render_template(
        "desk/paper.html",
        size=app.clinic.paper,
        problems=problems,
        can_read=can_read_pictures(),
        stores_pictures=app.policy.stores_pictures,
        languages=[Localizer(tag) for tag in app.offered_languages],
    )


def _entry(
    entry: PaperEntry,
    *,
    errors: Mapping[str, str] | None = None,
    remarks: Sequence[str] = (),
    stops: Sequence[str] = (),
    notes: Sequence[str] = (),
    first: str = "",
) -> str:
    return render_template(
        "desk/paper_entry.html",
        entry=entry,
        pages=entry.rows(errors or {}),
        errors=errors or {},
        remarks=remarks,
        stops=stops,
        notes=notes,
        first=first,
        number_error=number_error(entry.number),
        day_error=day_error(entry.day) if request.endpoint == "paper.take" else "",
        today=day_here(app_context().clock()),
        not_compared=entry.pages_not_compared() if request.endpoint == "paper.take" and not first else (),
    )
