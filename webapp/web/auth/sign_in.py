"""The pages for signing in and out."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response
from wtforms import BooleanField

from webapp.storage import RECOVERY, Practitioner
from webapp.web.auth import login_throttle
from webapp.web.auth.guards import (
    COMPLETE,
    SignedInUser,
    advance_sign_in,
    current_sign_in,
    end_other_sign_ins,
    landing_page,
    log_out,
)
from webapp.web.auth.second_factor_setup import (
    SecondFactorForm,
    enable_second_factor,
    recovery_codes_page,
    second_factor_page,
)
from webapp.web.auth.sign_in_page import SignInForm, next_page, sign_in_page
from webapp.web.auth.sign_in_steps import continue_sign_in, redirect_signed_out, start_sign_in
from webapp.web.auth.trusted_browsers import trust_browser
from webapp.web.kit.app_context import app_context
from webapp.web.kit.csrf import retry_form
from webapp.web.kit.i18n import N_, gettext
from webapp.web.kit.staff_forms import StaffForm, add_error, line_field

bp = Blueprint("sign_in", __name__)


class CodeForm(StaffForm):
    """The code of the second factor."""

    code = line_field(N_("Sign-in code"))
    remembers = BooleanField(N_("Ask for no code in this browser until tomorrow"))


@bp.get("/sign-in")
def ask() -> ResponseReturnValue:
    """Show the sign-in form."""
    user = current_sign_in()
    if user:
        return continue_sign_in(user.sign_in.stage, next_page())
    return sign_in_page(SignInForm())


@bp.post("/sign-in")
@retry_form(lambda: sign_in_page(SignInForm()))
def check() -> ResponseReturnValue:
    """Check name and password."""
    form = SignInForm()
    login = form.login.data
    wait = login_throttle.seconds_until_allowed(login)
    if wait:
        return _wait_page(form, form.login, wait)
    found = app_context().store.practitioners.check_password(login, form.password.data)
    if found is None:
        login_throttle.record_failure(login)
        add_error(form.password, gettext("The sign-in name or the password is not right. Check both."))
        return sign_in_page(form), 422
    return start_sign_in(found, next_page())


@bp.get("/sign-in/code")
def ask_code() -> ResponseReturnValue:
    """Show the form for the code."""
    return _code_page(CodeForm()) if _sign_in_at("code") else _redirect_to_sign_in()


@bp.post("/sign-in/code")
def check_code() -> ResponseReturnValue:
    """Check the code, which works once."""
    user, form = _sign_in_at("code"), CodeForm()
    if user is None:
        return _redirect_to_sign_in()
    practitioner = user.sign_in.practitioner
    wait = login_throttle.seconds_until_allowed(practitioner.login)
    if wait:
        return _wait_page(form, form.code, wait)
    proof = app_context().store.second_factors.verify(practitioner.id, form.code.data, app_context().clock())
    if not proof:
        login_throttle.record_failure(practitioner.login)
        add_error(form.code, gettext("This code is not right, or was used before. Wait for the next one."))
        return _code_page(form), 422
    advance_sign_in(user, COMPLETE)
    return _finish_sign_in(proof, form, practitioner)


def _finish_sign_in(proof: str, form: CodeForm, practitioner: Practitioner) -> Response:
    """Redirect to the page that was asked for; after a recovery code, first say how many are left."""
    then = url_for("new_phone.recovery_code_used", next=next_page()) if proof == RECOVERY else next_page()
    response = continue_sign_in(COMPLETE, then, practitioner)
    if form.remembers.data and app_context().policy.remembers_browsers:
        return trust_browser(response, practitioner)
    return response


@bp.get("/sign-in/enrol")
def set_up_second_factor() -> ResponseReturnValue:
    """Show the secret of the second factor that the clinic requires."""
    user = _sign_in_at("enrol")
    if user is None:
        return _redirect_to_sign_in()
    return _second_factor_page(user.sign_in.practitioner, SecondFactorForm())


@bp.post("/sign-in/enrol")
def enable_required_second_factor() -> ResponseReturnValue:
    """Turn the second factor on, and show the recovery codes, once only."""
    user, form = _sign_in_at("enrol"), SecondFactorForm()
    if user is None:
        return _redirect_to_sign_in()
    practitioner = user.sign_in.practitioner
    codes = enable_second_factor(practitioner, form)
    if codes is None:
        return _second_factor_page(practitioner, form), 422
    end_other_sign_ins()
    page = Response(recovery_codes_page(codes, onward=next_page() or landing_page()), mimetype="text/html")
    return login_throttle.mark_known_device(page, practitioner.login)


@bp.post("/sign-out")
@retry_form(lambda: redirect(url_for("account.show", stale="1"), 303))
def leave() -> ResponseReturnValue:
    """Sign this browser out."""
    log_out()
    return redirect_signed_out("left")


def _sign_in_at(stage: str) -> SignedInUser | None:
    user = current_sign_in()
    return user if user and user.sign_in.stage == stage else None


def _redirect_to_sign_in() -> Response:
    """Redirect to the sign-in page, which knows the right step."""
    return redirect(url_for("sign_in.ask", next=next_page()), 303)


def _code_page(form: CodeForm) -> str:
    may_remember = app_context().policy.remembers_browsers
    return render_template("auth/second_factor.html", form=form, next=next_page(), may_remember=may_remember)


def _second_factor_page(practitioner: Practitioner, form: SecondFactorForm) -> str:
    return second_factor_page("auth/second_factor_set_up.html", practitioner, form, next=next_page())


def _wait_page(form: SignInForm | CodeForm, field: object, seconds: int) -> ResponseReturnValue:
    add_error(field, login_throttle.wait_message(seconds))
    page = sign_in_page(form) if isinstance(form, SignInForm) else _code_page(form)
    return page, 429, {"Retry-After": str(seconds)}
