"""The own passkeys: a list, adding one, removing one, and proving with one who it is."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from wtforms import HiddenField

from webapp.web.auth.guards import current_practitioner, require_staff
from webapp.web.auth.passkey_ceremonies import (
    PasskeyRefused,
    RelyingParty,
    created_passkey,
    creation_options,
    relying_party,
    request_options,
)
from webapp.web.auth.reauthentication import TwiceProvenForm
from webapp.web.auth.user_agent import browser_words
from webapp.web.kit.app_context import app_context
from webapp.web.kit.csrf import form_refused, retry_form
from webapp.web.kit.i18n import N_, gettext
from webapp.web.kit.staff_forms import StaffForm, is_needed, line_field, parse_whole

bp = Blueprint("passkeys", __name__, url_prefix="/account/passkeys")
require_staff(bp)

DONE = ("added", "removed", "gone")
"""The messages of the page; "gone" says that the passkey was removed already."""


class AddForm(TwiceProvenForm):
    """A name for the device, and the proofs."""

    name = line_field(N_("Name of this device"), is_needed)


class CreatedForm(StaffForm):
    """What the device made."""

    name = line_field("", is_needed)
    passkey = HiddenField()


@bp.get("")
def show() -> ResponseReturnValue:
    """List the own passkeys."""
    return _page()


@bp.get("/add")
def ask() -> ResponseReturnValue:
    """Ask for a name and the proofs."""
    _site_or_404()
    return _add_page(AddForm(name=browser_words()))


@bp.post("/add")
@retry_form(lambda: _add_page(AddForm()))
def add() -> ResponseReturnValue:
    """Let the device make a passkey, once the proofs are right."""
    site, form = _site_or_404(), AddForm()
    if not form.validate() or not form.is_proven():
        return _add_page(form), 422
    options = creation_options(site, current_practitioner())
    return render_template("auth/passkey_create.html", name=form.name.data, options=options)


@bp.post("")
def create() -> ResponseReturnValue:
    """Store the passkey that the device made."""
    site, form, app = _site_or_404(), CreatedForm(), app_context()
    try:
        made = created_passkey(site, form.passkey.data or "", form.name.data)
    except PasskeyRefused:
        return _page(gettext("The passkey was not added. Please try again.")), 422
    if not form.validate() or not app.store.passkeys.add(current_practitioner().id, made, app.clock()):
        return _page(gettext("The passkey was not added: it is here already, or you have ten.")), 422
    return _redirect_done("added")


@bp.post("/remove")
def remove() -> ResponseReturnValue:
    """Remove one passkey."""
    app, number = app_context(), parse_whole(request.form.get("passkey", "")) or 0
    is_removed = app.store.passkeys.remove(current_practitioner().id, number, app.clock())
    return _redirect_done("removed" if is_removed else "gone")


@bp.post("/challenge")
def challenge() -> ResponseReturnValue:
    """Return a challenge as JSON, for a form that asks for the password once more."""
    return request_options(_site_or_404(), current_practitioner())


def _site_or_404() -> RelyingParty:
    site = relying_party()
    if site is None:
        raise NotFound
    return site


def _redirect_done(what: str) -> ResponseReturnValue:
    return redirect(url_for("passkeys.show", done=what), 303)


def _page(problem: str = "") -> str:
    done = request.args.get("done", "")
    return render_template(
        "auth/passkeys.html",
        passkeys=app_context().store.passkeys.list(current_practitioner().id),
        problem=problem,
        is_refused=form_refused(),
        done=done if done in DONE else "",
    )


def _add_page(form: AddForm) -> str:
    return render_template("auth/passkey_add.html", form=form)
