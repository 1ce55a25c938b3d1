"""The own second factor, once it is on: another phone, new recovery codes."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.web.auth.guards import current_practitioner, end_other_sign_ins, landing_page, require_staff
from webapp.web.auth.reauthentication import TwiceProvenForm
from webapp.web.auth.second_factor_setup import (
    SECRET,
    SecondFactorForm,
    recovery_codes_page,
    second_factor_page,
)
from webapp.web.kit.app_context import app_context
from webapp.web.kit.csrf import retry_form
from webapp.web.kit.i18n import gettext
from webapp.web.kit.staff_forms import add_error
from webapp.web.kit.urls import is_safe_redirect

bp = Blueprint("new_phone", __name__, url_prefix="/account/code")
require_staff(bp)


class PhoneForm(TwiceProvenForm, SecondFactorForm):
    """Another phone: proofs with the old one, and a code from the new one."""


@bp.get("/phone")
def ask_phone() -> ResponseReturnValue:
    """Show the secret for the new phone."""
    return _phone_page(PhoneForm()) if current_practitioner().has_code else _redirect_to_turn_on()


@bp.post("/phone")
@retry_form(lambda: _phone_page(PhoneForm()))
def change_phone() -> ResponseReturnValue:
    """Replace the old phone with the new one, and show new recovery codes."""
    form = PhoneForm()
    if not current_practitioner().has_code:
        return _redirect_to_turn_on()
    codes = _move_code(form)
    if codes is None:
        return _phone_page(form), 422
    return recovery_codes_page(codes, onward=url_for("account.show", done="phone"))


def _move_code(form: PhoneForm) -> tuple[str, ...] | None:
    """Check the new phone first: a code of the old one works once, and must not be used up in vain."""
    factors, secret, now = app_context().store.second_factors, form.secret.data or "", app_context().clock()
    if not SECRET.fullmatch(secret) or not factors.is_valid_code(secret, form.code.data, now):
        add_error(form.code, gettext("This code is not right. Look again: it changes every half minute."))
        return None
    practitioner_id = current_practitioner().id
    codes = factors.replace(practitioner_id, secret, form.code.data, now) if form.is_proven() else None
    if codes:
        end_other_sign_ins()
    return codes


@bp.get("/recovery")
def ask_recovery() -> ResponseReturnValue:
    """Show how many recovery codes are left, and offer new ones."""
    return _recovery_page(TwiceProvenForm()) if current_practitioner().has_code else _redirect_to_turn_on()


@bp.post("/recovery")
@retry_form(lambda: _recovery_page(TwiceProvenForm()))
def renew_recovery() -> ResponseReturnValue:
    """Replace the recovery codes with ten new ones."""
    form, app = TwiceProvenForm(), app_context()
    if not current_practitioner().has_code:
        return _redirect_to_turn_on()
    renew = app.store.second_factors.renew_recovery_codes
    codes = renew(current_practitioner().id, app.clock()) if form.is_proven() else None
    if codes is None:
        return _recovery_page(form), 422
    return recovery_codes_page(codes, onward=url_for("account.show", done="recovery"))


@bp.get("/recovery-used")
def recovery_code_used() -> ResponseReturnValue:
    """Say that a recovery code is used up, and what to do if the phone is lost."""
    wanted = request.args.get("next", "")
    onward = wanted if is_safe_redirect(wanted) else landing_page()
    return render_template("auth/recovery_code_used.html", onward=onward)


def _redirect_to_turn_on() -> ResponseReturnValue:
    return redirect(url_for("account.ask_code"), 303)


def _phone_page(form: PhoneForm) -> str:
    return second_factor_page("auth/new_phone.html", current_practitioner(), form)


def _recovery_page(form: TwiceProvenForm) -> str:
    return render_template("auth/new_recovery_codes.html", form=form)
