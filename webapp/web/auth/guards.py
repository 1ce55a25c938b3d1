"""Guards of the staff pages: who is signed in, who may open what, and what happens when a sign-in ended.

Flask-Login keeps the token of a sign-in in the session cookie. All else is in the store, so that a sign-in
can be ended at once from elsewhere.
"""

from collections.abc import Mapping
from typing import NoReturn, cast

from flask import Blueprint, Flask, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from webapp.storage import Practitioner, SignIn
from webapp.web.auth.navigation import nav_items
from webapp.web.auth.user_agent import browser_words
from webapp.web.kit.app_context import app_context
from webapp.web.kit.audience import mark_staff_page
from webapp.web.kit.urls import is_cross_site, is_local_address, referring_page
from webapp.web.kit.view_types import ViewT

COMPLETE = "full"  # the stage of a sign-in that opens pages; the store holds this word

STEPS = {"code": "sign_in.ask_code", "enrol": "sign_in.set_up_second_factor"}
"""The endpoint of the next step of an incomplete sign-in, by its stage."""

LOGGED_BLUEPRINTS = {
    "audit_log": "log",
    "bulk_actions": "many",
    "clinic_settings": "settings",
    "kiosk_enrolment": "enrolment",
    "patient_details": "whose",
    "pdfs": "paper",
    "print_jobs": "prints",
    "submission_list": "desk",
}
"""The names of blueprints in entries of the audit log. They are data: entries are never rewritten."""

FREE_TEXTS = (
    *("note", "other_tests", "other_people"),
    *(f"{part}-{number}" for number in (1, 2, 3) for part in ("words", "measured", "reason")),
)
"""The form fields with text that a practitioner wrote, which is given back when it could not be saved."""


class SignedInUser(UserMixin):  # type: ignore[misc]  # Flask-Login ships no types
    """Somebody with a valid sign-in, complete or not."""

    def __init__(self, token: str, sign_in: SignIn) -> None:
        self.token = token
        self.sign_in = sign_in

    def get_id(self) -> str:
        return self.token


class _LoginManager(LoginManager):  # type: ignore[misc]
    """Flask-Login without "remember me", which would make every response vary by cookie."""

    def _update_remember_cookie(self, response: Response) -> Response:
        return response


def init_sign_in(app: Flask) -> None:
    """Set Flask-Login up, and tell templates who is signed in."""
    manager = _LoginManager()
    # It would compare network addresses, which change while somebody walks through the clinic.
    manager.session_protection = None
    manager.user_loader(_load_user)
    manager.init_app(app, add_context_processor=False)
    app.jinja_env.globals.update(
        current_practitioner=current_practitioner,
        is_local_address=is_local_address,
        landing_page=landing_page,
        nav_items=nav_items,
        seconds_left=seconds_left,
    )


def _load_user(token: str) -> SignedInUser | None:
    app = app_context()
    found = app.store.sign_ins.get(token, app.clock(), is_activity=not _is_passive())
    return SignedInUser(token, found) if found else None


def passive(view: ViewT) -> ViewT:
    """Mark a view that a script polls: such a request does not extend the sign-in."""
    view.is_passive = True  # type: ignore[attr-defined]
    return view


def _is_passive() -> bool:
    return getattr(_requested_view(), "is_passive", False)


def _requested_view() -> object:
    return current_app.view_functions.get(request.endpoint or "")


def require_staff(bp: Blueprint) -> None:
    """Require a sign-in for every view of this blueprint, of any role."""
    bp.before_request(_check_sign_in)


def require_practitioner(bp: Blueprint) -> None:
    """Require a practitioner or manager, who may read answers, for every view of this blueprint."""
    bp.before_request(_check_sign_in)
    bp.before_request(_check_practitioner)


def require_manager(bp: Blueprint) -> None:
    """Require a manager for every view of this blueprint."""
    bp.before_request(_check_sign_in)
    bp.before_request(_check_manager)


def current_sign_in() -> SignedInUser | None:
    """Return the sign-in of this browser, complete or not."""
    return cast("SignedInUser", current_user) if current_user.is_authenticated else None


def is_signed_in() -> bool:
    """Return whether somebody of the staff is signed in with all that is asked."""
    user = current_sign_in()
    return user is not None and user.sign_in.stage == COMPLETE


def current_practitioner() -> Practitioner:
    """Return the practitioner who is signed in. Raise Forbidden."""
    user = current_sign_in()
    if user is None or user.sign_in.stage != COMPLETE:
        raise Forbidden
    return user.sign_in.practitioner


def current_actor() -> str:
    """Return the audit log's name of the practitioner who is signed in. Raise Forbidden."""
    return current_practitioner().actor


def landing_page() -> str:
    """Return the address of the first page for the practitioner who is signed in."""
    return url_for("submission_list.show" if current_practitioner().reads_answers else "front_desk.show")


def _check_sign_in() -> ResponseReturnValue | None:
    user = current_sign_in()
    if user is None:
        return _deny_anonymous()
    if user.sign_in.stage != COMPLETE:
        return redirect(url_for(STEPS[user.sign_in.stage]), 303)
    mark_staff_page()
    if getattr(_requested_view(), "is_for_practitioners", False):
        _check_practitioner()
    return None


def practitioner_required(view: ViewT) -> ViewT:
    """Require a practitioner or manager for one view of a blueprint that is open to all staff."""
    view.is_for_practitioners = True  # type: ignore[attr-defined]
    return view


def _check_practitioner() -> None:
    if not current_practitioner().reads_answers:
        deny_access()


def _check_manager() -> None:
    if not current_practitioner().is_manager:
        deny_access()


def deny_access() -> NoReturn:
    """Record the try in the audit log, and raise Forbidden."""
    app, who = app_context(), current_actor()
    blueprint, _dot, view = (request.endpoint or "").rpartition(".")
    page = f"{LOGGED_BLUEPRINTS.get(blueprint, blueprint)}.{view}"
    app.throttled_audit.record(who, "was refused", who, app.clock(), page=page)
    raise Forbidden


def seconds_left() -> int:
    """Return how long the sign-in lasts without use."""
    user = current_sign_in()
    return max(0, int((user.sign_in.ends_at - app_context().clock()).total_seconds())) if user else 0


def _deny_anonymous() -> ResponseReturnValue:
    # A script gets a status code; a browser that reloads a page by itself is redirected to sign in.
    if _is_passive() and not request.accept_mimetypes.accept_html:
        return "", 401
    if request.method == "POST":
        return expired_page({name: request.form.get(name, "") for name in FREE_TEXTS})
    return redirect(url_for("sign_in.ask", next=request.full_path.rstrip("?")), 303)


def expired_page(typed: Mapping[str, str]) -> ResponseReturnValue:
    """Say that nothing was saved, and give back what was typed, unless another site sent it in our name."""
    texts = [] if is_cross_site() else [text for text in typed.values() if text.strip()]
    idle = app_context().policy.idle_minutes
    page = render_template("auth/session_expired.html", texts=texts, next=referring_page(), idle_minutes=idle)
    return page, 403


def log_in(practitioner: Practitioner, stage: str) -> None:
    """Sign this browser in up to this stage, with a new token and an empty session."""
    log_out()
    app = app_context()
    _start_session(app.store.sign_ins.create(practitioner.id, stage, app.clock(), browser_words()))


def advance_sign_in(user: SignedInUser, stage: str) -> None:
    """Move a sign-in to the next stage, with a new token."""
    app = app_context()
    _start_session(app.store.sign_ins.advance(user.token, stage, app.clock()))


def end_other_sign_ins() -> None:
    """Sign all other browsers out, and give this one a complete sign-in with a new token."""
    user = current_sign_in()
    if user:
        app_context().store.sign_ins.end_all(user.sign_in.practitioner.id, but=user.token)
        advance_sign_in(user, COMPLETE)


def _start_session(token: str) -> None:
    found = _load_user(token)
    session.clear()
    if found:
        login_user(found)


def log_out() -> None:
    """End the sign-in of this browser, if there is one."""
    user = current_sign_in()
    if user:
        app_context().store.sign_ins.end(user.token)
    logout_user()
    session.clear()
