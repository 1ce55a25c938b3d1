"""The steps of a sign-in: password, second factor where needed, then the page that was asked for."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from webapp.storage import Practitioner
from webapp.web.auth import login_throttle
from webapp.web.auth.guards import COMPLETE, STEPS, current_practitioner, landing_page, log_in
from webapp.web.auth.trusted_browsers import is_trusted_browser
from webapp.web.kit.app_context import app_context

READER_PAGES = "/desk"
MANAGER_PAGES = ("/people", "/settings", "/statistics", "/log")
"""The beginnings of addresses for those who read answers, and for managers."""


def start_sign_in(practitioner: Practitioner, then: str | None = None) -> Response:
    """Sign in a practitioner whose password is right; redirect to the next step, or to `then`."""
    stage = _first_stage(practitioner)
    log_in(practitioner, stage)
    return continue_sign_in(stage, then, practitioner)


def _first_stage(practitioner: Practitioner) -> str:
    if practitioner.has_code:
        return COMPLETE if is_trusted_browser(practitioner) else "code"
    return "enrol" if app_context().policy.requires_code else COMPLETE


def continue_sign_in(stage: str, then: str | None, practitioner: Practitioner | None = None) -> Response:
    """Redirect to the step of this stage; once complete, to `then`, and mark the device as known."""
    if stage != COMPLETE:
        return redirect(url_for(STEPS[stage], next=then), 303)
    response = redirect(then if then and _is_allowed(then) else landing_page(), 303)
    return login_throttle.mark_known_device(response, practitioner.login) if practitioner else response


def _is_allowed(address: str) -> bool:
    """Return whether the page is open to this person: somebody else may have asked for it before."""
    who = current_practitioner()
    if not who.reads_answers and address.startswith(READER_PAGES):
        return False
    return who.is_manager or not address.startswith(MANAGER_PAGES)


def redirect_signed_out(why: str) -> Response:
    """Redirect to the sign-in page, which says why; the browser clears its copies of pages."""
    response = redirect(url_for("sign_in.ask", why=why), 303)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
