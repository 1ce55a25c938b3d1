"""The pages of a kiosk: enrolment, its first screen, its sessions, and the wipe between them.

The server decides when a session is over. The page only reports that somebody is there.
"""

from flask import Blueprint, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from webapp.storage import Kiosk
from webapp.web.auth.guards import log_out, passive
from webapp.web.kit import kiosk_session
from webapp.web.kit.app_context import app_context
from webapp.web.kit.csrf import csrf, retry_form
from webapp.web.kit.i18n import N_, gettext
from webapp.web.kit.kiosk_session import KioskRequest, kiosk_request
from webapp.web.kit.language_choice import set_language, typed_language
from webapp.web.kit.rate_limit import MINUTE, RateLimit
from webapp.web.kit.staff_forms import StaffForm, add_error, line_field
from webapp.web.kit.throttled_audit import KIOSK
from webapp.web.kit.urls import is_safe_redirect
from webapp.web.patient.completion import can_submit
from webapp.web.patient.draft import clear_device, draft_cookie, set_kiosk_cookie
from webapp.web.patient.draft_content import DraftContent
from webapp.web.patient.flow import progress

bp = Blueprint("kiosk", __name__, url_prefix="/kiosk")

SESSION_BLUEPRINTS = ("invited", "sections", "notice", "early_end", "check_answers", "submit", "language")
"""The blueprints that an active session opens."""

SESSION_ENDPOINTS = ("start.resume", "result.show", "result.paper")
"""The single pages that an active session opens besides them."""

PUBLIC_BLUEPRINTS = ("assets", "health")  # what is open to every device: it contains no personal data

ENROLMENT_LIMIT = RateLimit("enrolment codes", each=5, together=30)
"""Enrolment codes (8 digits) a minute that are tried: on one device, and on all."""


class EnrolmentForm(StaffForm):
    """The enrolment code that a manager was shown."""

    code = line_field(N_("Code from the desk"))


@bp.before_app_request
def restrict_kiosk() -> ResponseReturnValue | None:
    """Keep a kiosk on the questionnaire, and on its first screen without an active session."""
    if request.blueprint in PUBLIC_BLUEPRINTS:
        return None
    found = kiosk_session.identify(draft_cookie())
    if found is None or (request.blueprint == bp.name and request.endpoint):
        return None
    if found.active_session is None or not _is_questionnaire():
        return _to_first_screen()
    kiosk_session.begin_idle_time(found.active_session)
    return None


def _is_questionnaire() -> bool:
    return request.blueprint in SESSION_BLUEPRINTS or request.endpoint in SESSION_ENDPOINTS


def _to_first_screen() -> Response:
    return redirect(url_for("kiosk.show"), 303)


@bp.get("")
def show() -> ResponseReturnValue:
    """Show the first screen, which waits until the previous session is over.

    The kiosk's own cookie does not end a session: it may have been copied while somebody uses the kiosk.
    """
    found = kiosk_request()
    if found is None or found.kiosk is None:
        page = _enrolment_page(EnrolmentForm(code=request.args.get("code", "")))
        return kiosk_session.unenrol(make_response(page))
    if found.session:
        return redirect(url_for("start.resume"), 303)
    app, now = app_context(), app_context().clock()
    app.store.kiosks.record_seen(found.kiosk.id, now)
    app.store.kiosk_sessions.end_expired(now)
    return kiosk_session.enrol(_wiped_first_screen(found.kiosk), kiosk_session.device_token())


def _wiped_first_screen(kiosk: Kiosk) -> Response:
    """Return the first screen; after a session, with a new Flask session and all cookies deleted."""
    if not draft_cookie():
        return _first_screen(kiosk)
    session.clear()
    return clear_device(_first_screen(kiosk))


def _first_screen(kiosk: Kiosk) -> Response:
    app = app_context()
    minutes = progress(app.questionnaire, app.questionnaire.sections[0].id).minutes
    page = render_template(
        "kiosk/start.html",
        is_locked=kiosk.is_locked or app.is_trial,
        minutes=minutes,
        wait=app.store.kiosk_sessions.seconds_left(kiosk.id, app.clock()),
        can_submit=can_submit(),
    )
    return make_response(page)


@bp.post("")
@retry_form(lambda: _enrolment_page(EnrolmentForm()))
def enrol() -> ResponseReturnValue:
    """Take a code, and make this device a kiosk. Anybody signed in here is signed out."""
    form, app = EnrolmentForm(), app_context()
    if not ENROLMENT_LIMIT.hit():
        app.throttled_audit.record("server", "was made to wait", KIOSK, app.clock())
        add_error(
            form.code, gettext("There were too many wrong codes. Please wait one minute, then try again.")
        )
        return _enrolment_page(form), 429, {"Retry-After": str(MINUTE.seconds)}
    token = app.store.kiosks.enrol("".join(form.code.data.split()), app.clock())
    if token is None:
        ENROLMENT_LIMIT.record_failure()
        add_error(
            form.code, gettext("This code is not good. Each works once, for 15 minutes: ask for another.")
        )
        return _enrolment_page(form), 422
    log_out()
    return kiosk_session.enrol(clear_device(_to_first_screen()), token)


@bp.post("/enter")
@csrf.exempt  # type: ignore[untyped-decorator]  # Flask-WTF ships no types
def enter() -> ResponseReturnValue:
    """Enrol the browser that `gutfactors kiosk launch` started, with the token of its machine.

    The form comes from a local file and so has no CSRF token; the device token protects it.
    """
    token = request.form.get("device", "")
    known = app_context().store.kiosks.by_token(token) is not None
    return kiosk_session.enrol(_to_first_screen(), token) if known else _to_first_screen()


@bp.post("/start")
@retry_form("kiosk.show")
def start() -> ResponseReturnValue:
    """Start a session, if none is active: with the first questions, or with the words of an invitation."""
    found, app, now = kiosk_request(), app_context(), app_context().clock()
    if found is None or found.kiosk is None or found.kiosk.is_locked or app.is_trial:
        return _to_first_screen()
    if found.session is None and app.store.kiosk_sessions.seconds_left(found.kiosk.id, now):
        return _to_first_screen()
    is_invited = "invited" in request.form
    content = DraftContent(language=typed_language()).to_json()
    secret = kiosk_session.start_session(found.kiosk, content, is_counted=not is_invited)
    app.store.kiosks.record_seen(found.kiosk.id, now)
    first = url_for("sections.show", section=app.questionnaire.sections[0].id)
    to_first_page = redirect(url_for("invited.ask_words") if is_invited else first, 303)
    return set_language(set_kiosk_cookie(to_first_page, secret), typed_language())


@bp.get("/over")
def ask_over() -> ResponseReturnValue:
    """Ask before everything is deleted, for browsers without the script."""
    if kiosk_session.active_session() is None:
        return _to_first_screen()
    return render_template("kiosk/over.html")


@bp.post("/over")
@retry_form("kiosk.show")
def over() -> ResponseReturnValue:
    """End the session, and wipe the kiosk."""
    if kiosk_session.active_session():
        kiosk_session.end_session()
    return _to_first_screen()


@bp.get("/rest")
@passive
def session_status() -> ResponseReturnValue:
    """Return the seconds left, and their session. The script asks; nobody may be there."""
    found, app = kiosk_request(), app_context()
    if found and found.kiosk:
        app.store.kiosks.record_seen(found.kiosk.id, app.clock())
    return {"seconds": found.seconds_left if found else 0, "session": found.page_session if found else ""}


@bp.post("/here")
@retry_form(lambda: _session_over())  # noqa: PLW0108  defined below
def extend_session() -> ResponseReturnValue:
    """Extend the session: somebody touched the screen, or asked for more time on the end screen."""
    active = kiosk_session.active_session()
    if active is None:
        return _session_over()
    seconds = kiosk_session.extend_session(active)
    answer = {"seconds": seconds, "session": KioskRequest(active.kiosk, active.session).page_session}
    return answer if _is_script() else redirect(url_for("start.resume"), 303)


@bp.post("/letters")
@retry_form("kiosk.show")
def letters() -> ResponseReturnValue:
    """Switch between normal and larger letters, until the wipe."""
    if kiosk_session.active_session() is None:
        return _to_first_screen()
    back = request.form.get("back", "")
    page = back if is_safe_redirect(back) else url_for("start.resume")
    return kiosk_session.change_letters(redirect(page, 303))


def _session_over() -> ResponseReturnValue:
    return ({"seconds": 0, "session": ""}, 410) if _is_script() else _to_first_screen()


def _is_script() -> bool:
    return request.accept_mimetypes.accept_json and not request.accept_mimetypes.accept_html


def _enrolment_page(form: EnrolmentForm) -> str:
    return render_template("kiosk/enrol.html", form=form)
