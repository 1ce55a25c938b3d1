"""The sign-in page: name and password, or a passkey."""

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from webapp.web.auth.passkey_ceremonies import offers_passkeys
from webapp.web.kit.app_context import app_context
from webapp.web.kit.i18n import N_
from webapp.web.kit.response_headers import WITH_SCRIPT
from webapp.web.kit.staff_forms import StaffForm, line_field, password
from webapp.web.kit.urls import is_safe_redirect

REASONS = ("idle", "left", "everywhere")  # why somebody is asked to sign in


class SignInForm(StaffForm):
    """Name and password."""

    login = line_field(N_("Sign-in name"))
    password = password(N_("Password"))


def next_page() -> str | None:
    """Return the page that was asked for before the sign-in, if it is ours."""
    wanted = request.args.get("next", "")
    return wanted if is_safe_redirect(wanted) else None


def sign_in_page(form: SignInForm, problem: str = "") -> Response:
    """Render the page. It runs our script where it offers passkeys."""
    why = request.args.get("why", "")
    shown = why if why in REASONS and not form.is_submitted() else ""
    minutes = app_context().policy.idle_minutes
    page = render_template(
        "auth/sign_in.html", form=form, why=shown, next=next_page(), idle_minutes=minutes, problem=problem
    )
    response = make_response(page)
    if offers_passkeys():
        response.headers["Content-Security-Policy"] = WITH_SCRIPT
    return response
