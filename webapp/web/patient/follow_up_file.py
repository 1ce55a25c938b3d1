"""A follow-up from a report that the patient kept, also at a clinic that keeps nothing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.exchange.record import ReaderBusy
from webapp.follow_up import LastTime
from webapp.web.kit.app_context import app_context
from webapp.web.kit.body_limits import allow_larger_forms
from webapp.web.kit.csrf import retry_form
from webapp.web.kit.language_choice import chosen_language
from webapp.web.kit.rate_limit import MINUTE, RateLimit
from webapp.web.kit.uploads import MAX_FORM_BYTES, UploadedRecord, UploadRefused, read_uploads
from webapp.web.patient.device_answers import create_draft, device_state, is_blank
from webapp.web.patient.draft import wants_persistence
from webapp.web.patient.follow_up import draft_from_file

bp = Blueprint("follow_up_file", __name__, url_prefix="/again")
allow_larger_forms(bp, MAX_FORM_BYTES)

FILE_LIMIT = RateLimit("reports to ask again", each=5, together=30)
"""Files a minute from which a follow-up begins: on one device, and on all."""


@bp.get("")
def ask() -> ResponseReturnValue:
    """Show the form for the file."""
    return _page({})


@bp.post("")
@retry_form(lambda: _page({}, error="stale"))
def begin() -> ResponseReturnValue:
    """Begin the short form beside the answers of the file. The file itself is not kept."""
    if device_state() and not is_blank():
        return _page({}, error="held"), 409
    if not FILE_LIMIT.hit():
        return _page({}, error="often"), 429, {"Retry-After": str(MINUTE.seconds)}
    try:
        [last] = read_uploads("file")
    except UploadRefused as refused:
        FILE_LIMIT.record_failure()
        return _page(refused.problems), 422
    except ReaderBusy as busy:
        app_context().outage_log.record(busy)
        return _page({}, error="busy"), 503, {"Retry-After": str(busy.retry_after)}
    content = draft_from_file(_last_time(last), last.imported.plan)
    content = replace(content, language=chosen_language())
    return create_draft(content, is_persistent=wants_persistence())


def _last_time(upload: UploadedRecord) -> LastTime:
    """Return the answers and the day of each; with an unknown day they are too old."""
    day = upload.answer_date.day if upload.answer_date.is_known else date.min
    return LastTime(upload.imported.answers, day, upload.imported.older)


def _page(problems: Mapping[str, tuple[str, ...]], *, error: str = "") -> str:
    """Render the form. `error`: "stale", "often", "busy", "held" (this device has other answers) or ""."""
    return render_template("patient/follow_up_file.html", problems=problems, error=error)
