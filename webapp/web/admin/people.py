"""Practitioners: adding, changing and disabling accounts."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.fields.choices import SelectChoice

from webapp.report.charts.qr import qr_code
from webapp.storage import AccountChange, LastManager, LoginTaken, Practitioner
from webapp.web.auth.guards import current_actor, current_practitioner, deny_access, require_manager
from webapp.web.auth.reauthentication import TwiceProvenForm
from webapp.web.kit.app_context import app_context
from webapp.web.kit.i18n import N_, gettext
from webapp.web.kit.staff_forms import add_error, is_needed, line_field, parse_whole, stripped

bp = Blueprint("people", __name__, url_prefix="/people")
require_manager(bp)

ROLES = [
    SelectChoice("front_desk", N_("Front desk: sees who sent answers, prints what was released")),
    SelectChoice("practitioner", N_("Practitioner: reads what patients sent")),
    SelectChoice("manager", N_("Manager: the same, and people, settings and the log")),
]

ROLE_NAMES = {"front_desk": N_("Front desk"), "practitioner": N_("Practitioner"), "manager": N_("Manager")}

DONE = ("changed", "disabled", "enabled", "revoked", "meanwhile", "last")
"""The messages of an account's page; with the last two, nothing was done."""


class PersonForm(TwiceProvenForm):
    """Name and role."""

    name = line_field(N_("Name"), is_needed)
    role = RadioField(N_("What they may do"), choices=ROLES, default="practitioner")


class NewPersonForm(PersonForm):
    """A new account."""

    login = line_field(N_("Sign-in name"), is_needed)


class ChangeForm(PersonForm):
    """Changes to an account; `version` is the one that was looked at."""

    version = HiddenField(filters=[stripped])


class EnableForm(TwiceProvenForm):
    """An account to enable again."""

    version = HiddenField(filters=[stripped])


class ResetForm(TwiceProvenForm):
    """A password that was lost, or the phone too."""

    without_code = BooleanField(
        N_("Phone lost too: turn off their second step, their passkeys and their old password")
    )


@bp.get("")
def show() -> ResponseReturnValue:
    """List all accounts."""
    people = app_context().store.practitioners.list()
    return render_template("admin/people.html", people=people, roles=ROLE_NAMES)


@bp.get("/add")
def ask() -> ResponseReturnValue:
    """Show the form of a new account."""
    return render_template("admin/add.html", form=NewPersonForm())


@bp.post("/add")
def add() -> ResponseReturnValue:
    """Add an account, and show the link to choose a password, once only."""
    form = NewPersonForm()
    person = _create(form) if form.validate() and _is_free(form) and form.is_proven() else None
    return link_for(person) if person else (render_template("admin/add.html", form=form), 422)


def _is_free(form: NewPersonForm) -> bool:
    """Return whether the name is free: asked before a code is used up in vain."""
    is_free = app_context().store.practitioners.by_login(form.login.data) is None
    return is_free or _refuse_taken(form)


def _create(form: NewPersonForm) -> Practitioner | None:
    app = app_context()
    try:
        return app.store.practitioners.create(
            form.login.data, form.name.data, form.role.data, current_actor(), app.clock()
        )
    except LoginTaken:  # at the same moment
        _refuse_taken(form)
        return None


def _refuse_taken(form: NewPersonForm) -> bool:
    add_error(form.login, gettext("Somebody here has this sign-in name already. Choose another."))
    return False


@bp.get("/<int(max=2147483647):number>")
def one(number: int) -> ResponseReturnValue:
    """Show one account, and what can be changed."""
    person = _person_or_404(number)
    return _person_page(person, ChangeForm(name=person.name, role=person.role, version=str(person.version)))


@bp.post("/<int(max=2147483647):number>")
def change(number: int) -> ResponseReturnValue:
    """Change a name or role; a new role needs the proofs of the manager."""
    person, form = _person_or_404(number), ChangeForm()
    if not form.validate() or not (form.role.data == person.role or form.is_proven()):
        return _person_page(person, form), 422
    changes = AccountChange(name=form.name.data, role=form.role.data)
    return _update(person, changes, form.version.data, "changed")


@bp.post("/<int(max=2147483647):number>/disable")
def disable(number: int) -> ResponseReturnValue:
    """Disable an account, and sign it out everywhere. That needs no proof: it must be quick."""
    person = _person_or_404(number)
    return _update(person, AccountChange(is_active=False), request.form.get("version", ""), "disabled")


@bp.post("/<int(max=2147483647):number>/revoke-tokens")
def revoke_tokens(number: int) -> ResponseReturnValue:
    """Revoke the tokens that a person was shown. That needs no proof: it must be quick."""
    person, app = _person_or_404(number), app_context()
    app.store.api_tokens.revoke_made_by(person.actor, current_actor(), app.clock())
    return _redirect_to_person(person, "revoked")


@bp.get("/<int(max=2147483647):number>/enable")
def ask_enable(number: int) -> ResponseReturnValue:
    """Show the form that asks a manager for proofs before an account is enabled."""
    person = _person_or_404(number)
    return _enable_page(person, EnableForm(version=str(person.version)))


@bp.post("/<int(max=2147483647):number>/enable")
def enable(number: int) -> ResponseReturnValue:
    """Enable an account."""
    person, form = _person_or_404(number), EnableForm()
    if not form.validate() or not form.is_proven():
        return _enable_page(person, form), 422
    return _update(person, AccountChange(is_active=True), form.version.data, "enabled")


@bp.get("/<int(max=2147483647):number>/reset")
def ask_reset(number: int) -> ResponseReturnValue:
    """Show what a reset does, and ask the manager for proofs."""
    return _reset_page(_other_person_or_404(number), ResetForm())


@bp.post("/<int(max=2147483647):number>/reset")
def reset(number: int) -> ResponseReturnValue:
    """Sign a person out, and show a link to choose a password; if asked, reset the second factor."""
    person, form, app = _other_person_or_404(number), ResetForm(), app_context()
    if not form.validate() or not form.is_proven():
        return _reset_page(person, form), 422
    if form.without_code.data:
        app.store.practitioners.reset_credentials(person.id, current_actor(), app.clock())
    app.store.sign_ins.end_all(person.id)
    return link_for(person)


def _other_person_or_404(number: int) -> Practitioner:
    """Return another person's account. Raise Forbidden for the own: an open screen must not give it away."""
    if number == current_practitioner().id:
        deny_access()
    return _person_or_404(number)


def _update(person: Practitioner, change: AccountChange, version: str, done: str) -> ResponseReturnValue:
    app = app_context()
    try:
        is_done = app.store.practitioners.update(
            person.id, parse_whole(version) or 0, change, current_actor(), app.clock()
        )
    except LastManager:
        return _redirect_to_person(person, "last")
    return _redirect_to_person(person, done if is_done else "meanwhile")


def _redirect_to_person(person: Practitioner, done: str) -> ResponseReturnValue:
    return redirect(url_for("people.one", number=person.id, done=done), 303)


def _person_or_404(number: int) -> Practitioner:
    found = app_context().store.practitioners.get(number)
    if found is None:
        raise NotFound
    return found


def link_for(person: Practitioner) -> str:
    """Render a new link to choose a password. It is shown this once only."""
    app = app_context()
    token = app.store.one_time_links.create("password", person.id, app.clock(), current_actor())
    link = url_for("choose_password.ask", token=token, _external=True)
    tokens = app.store.api_tokens.made_by(person.actor)
    return render_template("admin/link.html", person=person, link=link, qr=qr_code(link), tokens=tokens)


def _enable_page(person: Practitioner, form: EnableForm) -> str:
    return render_template("admin/enable.html", person=person, form=form)


def _reset_page(person: Practitioner, form: ResetForm) -> str:
    owns_passkeys = bool(app_context().store.passkeys.list(person.id))
    return render_template("admin/reset.html", person=person, form=form, owns_passkeys=owns_passkeys)


def _person_page(person: Practitioner, form: ChangeForm) -> str:
    done = request.args.get("done", "")
    return render_template(
        "admin/person.html",
        person=person,
        form=form,
        done=done if done in DONE else "",
        tokens=app_context().store.api_tokens.made_by(person.actor),
    )
