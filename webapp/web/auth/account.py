"""The own account: password, second factor, keyboard shortcuts."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field

from webapp.storage import AccountChange
from webapp.web.auth.guards import (
    COMPLETE,
    advance_sign_in,
    current_actor,
    current_practitioner,
    current_sign_in,
    end_other_sign_ins,
    require_staff,
)
from webapp.web.auth.reauthentication import ProvenForm, TwiceProvenForm
from webapp.web.auth.second_factor_setup import (
    SecondFactorForm,
    enable_second_factor,
    recovery_codes_page,
    second_factor_page,
)
from webapp.web.auth.sign_in_steps import redirect_signed_out
from webapp.web.kit.app_context import app_context
from webapp.web.kit.csrf import form_refused, retry_form
from webapp.web.kit.i18n import gettext
from webapp.web.kit.staff_forms import add_error, check_password_rules, new_password, new_password_again

bp = Blueprint("account", __name__, url_prefix="/account")
require_staff(bp)

DONE = ("password", "code_on", "code_off", "phone", "recovery", "shortcuts")
"""The messages of the account page."""


class PasswordForm(ProvenForm):
    """A new password."""

    password = new_password()
    again = new_password_again()

    def validate_password(self, field: Field) -> None:
        person = current_practitioner()
        check_password_rules(field, person.login, person.name, app_context().clinic.name)


class TurnOnForm(ProvenForm, SecondFactorForm):
    """The second factor, turned on by choice."""


@bp.get("")
def show() -> ResponseReturnValue:
    """Show what can be changed."""
    done = request.args.get("done", "")
    message = done if done in DONE else ""
    return render_template(
        "auth/account.html",
        stale=form_refused() or "stale" in request.args,
        done=message,
        requires_code=app_context().policy.requires_code,
        passkeys=len(app_context().store.passkeys.list(current_practitioner().id)),
    )


@bp.get("/welcome")
def welcome() -> ResponseReturnValue:
    """Show what to do after the first run."""
    return render_template("auth/welcome.html")


@bp.get("/password")
def ask_password() -> ResponseReturnValue:
    """Show the form for a new password."""
    return render_template("auth/password.html", form=PasswordForm())


@bp.post("/password")
def change_password() -> ResponseReturnValue:
    """Change the password, and sign every other browser out."""
    form = PasswordForm()
    if not form.validate() or not form.is_proven() or not _change_password(form):
        return render_template("auth/password.html", form=form), 422
    return _redirect_done("password")


def _change_password(form: PasswordForm) -> bool:
    """Change the password; this browser gets a new token, and all others are signed out."""
    user, app = current_sign_in(), app_context()
    if user is None or form.proven is None:
        return False
    change = app.store.practitioners.change_password
    if not change(form.proven, user.sign_in.handle, form.password.data, app.clock()):
        add_error(form.old, gettext("Your account was changed at the same moment, so nothing was done here."))
        return False
    advance_sign_in(user, COMPLETE)
    return True


@bp.get("/code")
def ask_code() -> ResponseReturnValue:
    """Show the form that turns the second factor on, or off."""
    if current_practitioner().has_code:
        return _turn_off_page(TwiceProvenForm())
    return _turn_on_page(TurnOnForm())


@bp.post("/code/on")
@retry_form(lambda: _turn_on_page(TurnOnForm()))
def turn_on() -> ResponseReturnValue:
    """Turn the second factor on, and show the recovery codes, once only."""
    form = TurnOnForm()
    if current_practitioner().has_code:
        return redirect(url_for("account.ask_code"), 303)
    codes = enable_second_factor(current_practitioner(), form) if form.is_proven() else None
    if codes is None:
        return _turn_on_page(form), 422
    end_other_sign_ins()
    return recovery_codes_page(codes, onward=url_for("account.show", done="code_on"))


@bp.post("/code/off")
@retry_form(lambda: _turn_off_page(TwiceProvenForm()))
def turn_off() -> ResponseReturnValue:
    """Turn the second factor off, unless the clinic requires it."""
    form, app = TwiceProvenForm(), app_context()
    if app.policy.requires_code or not form.is_proven():
        return _turn_off_page(form), 422
    app.store.second_factors.disable(current_practitioner().id, current_actor(), app.clock())
    return _redirect_done("code_off")


@bp.post("/shortcuts")
@retry_form(show)
def switch_shortcuts() -> ResponseReturnValue:
    """Switch the keyboard shortcuts on or off."""
    person, app = current_practitioner(), app_context()
    change = AccountChange(uses_shortcuts="on" in request.form)
    app.store.practitioners.update(person.id, person.version, change, person.actor, app.clock())
    return _redirect_done("shortcuts")


@bp.post("/everywhere")
@retry_form(show)
def sign_out_everywhere() -> ResponseReturnValue:
    """Sign all browsers out, this one too."""
    app_context().store.sign_ins.end_all(current_practitioner().id)
    return redirect_signed_out("everywhere")


def _redirect_done(what: str) -> ResponseReturnValue:
    return redirect(url_for("account.show", done=what), 303)


def _turn_off_page(form: TwiceProvenForm) -> str:
    is_required = app_context().policy.requires_code
    return render_template("auth/second_factor_off.html", form=form, is_required=is_required)


def _turn_on_page(form: TurnOnForm) -> str:
    return second_factor_page("auth/second_factor_on.html", current_practitioner(), form)
