"""Who works here: for managers."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from wtforms import HiddenField, RadioField
from wtforms.fields.choices import SelectChoice

from webapp.storage import Change, LastManager, LoginTaken, Practitioner
from webapp.web.entries import EntryForm, is_needed, line, refuse, stripped, whole
from webapp.web.forms import TokenForm
from webapp.web.inside import managers_only, me
from webapp.web.parts import parts
from webapp.web.speech import N_, gettext

bp = Blueprint("people", __name__, url_prefix="/people")
managers_only(bp)

ROLES = [
    SelectChoice("front_desk", N_("Front desk: sees who sent answers, prints what was released")),
    SelectChoice("practitioner", N_("Practitioner: reads what patients sent")),
    SelectChoice("manager", N_("Manager: the same, and people, settings and the log")),
]

ROLE_NAMES = {"front_desk": N_("Front desk"), "practitioner": N_("Practitioner"), "manager": N_("Manager")}

DONE = ("changed", "disabled", "enabled", "meanwhile", "last")
"""What a person's page says happened: the last two say that nothing did."""


class PersonForm(EntryForm):
    """Who somebody is here."""

    name = line(N_("Name"), is_needed)
    role = RadioField(N_("What they may do"), choices=ROLES, default="practitioner")


class NewPersonForm(PersonForm):
    """Somebody new."""

    login = line(N_("Sign-in name"), is_needed)


class ChangeForm(PersonForm):
    """Somebody who is here; `version` is the one that was looked at."""

    version = HiddenField(filters=[stripped])


@bp.get("")
def show() -> ResponseReturnValue:
    """Everybody."""
    return render_template("manage/people.html", people=parts().store.practitioners.all(), roles=ROLE_NAMES)


@bp.get("/add")
def ask() -> ResponseReturnValue:
    """Ask who is new."""
    return render_template("manage/add.html", form=NewPersonForm(), stale=False)


@bp.post("/add")
def add() -> ResponseReturnValue:
    """Add somebody, and show the link with which they choose a password: the only time."""
    form, here = NewPersonForm(), parts()
    if not form.is_genuine():
        return render_template("manage/add.html", form=form, stale=True), 400
    if form.check():
        try:
            person = here.store.practitioners.add(
                form.login.data, form.name.data, form.role.data, me().actor, here.clock()
            )
            return _link(person)
        except LoginTaken:
            refuse(form.login, gettext("Somebody here has this sign-in name already. Choose another."))
    return render_template("manage/add.html", form=form, stale=False), 422


@bp.get("/<int(max=2147483647):number>")
def one(number: int) -> ResponseReturnValue:
    """One of them, and what can be changed."""
    person = _person(number)
    return _page(person, ChangeForm(name=person.name, role=person.role, version=str(person.version)))


@bp.post("/<int(max=2147483647):number>")
def change(number: int) -> ResponseReturnValue:
    """Another name or role."""
    person, form = _person(number), ChangeForm()
    if not form.is_genuine():
        return _page(person, form, stale=True), 400
    if not form.check():
        return _page(person, form), 422
    return _changed(person, Change(name=form.name.data, role=form.role.data), form.version.data, "changed")


@bp.post("/<int(max=2147483647):number>/disable")
def disable(number: int) -> ResponseReturnValue:
    """Shut somebody out at once, wherever they are signed in."""
    person = _person(number)
    return _switched(person, "disabled", is_active=False)


@bp.post("/<int(max=2147483647):number>/enable")
def enable(number: int) -> ResponseReturnValue:
    """Let somebody in again."""
    return _switched(_person(number), "enabled", is_active=True)


@bp.post("/<int(max=2147483647):number>/reset")
def reset(number: int) -> ResponseReturnValue:
    """Sign them out, and make a link to choose a new password; on request, without the second factor."""
    person, here = _person(number), parts()
    if not TokenForm().is_genuine():
        return _here(person, "")
    if "without_code" in request.form:
        here.store.practitioners.forget_proofs(person.id, me().actor, here.clock())
    here.store.signins.end_all(person.id)
    return _link(person)


def _switched(person: Practitioner, done: str, *, is_active: bool) -> ResponseReturnValue:
    if not TokenForm().is_genuine():
        return _here(person, "")
    return _changed(person, Change(is_active=is_active), request.form.get("version", ""), done)


def _changed(person: Practitioner, change: Change, version: str, done: str) -> ResponseReturnValue:
    here = parts()
    try:
        is_done = here.store.practitioners.change(
            person.id, whole(version) or 0, change, me().actor, here.clock()
        )
    except LastManager:
        return _here(person, "last")
    return _here(person, done if is_done else "meanwhile")


def _here(person: Practitioner, done: str) -> ResponseReturnValue:
    return redirect(url_for("people.one", number=person.id, done=done or None), 303)


def _person(number: int) -> Practitioner:
    """Raises NotFound."""
    found = parts().store.practitioners.of(number)
    if found is None:
        raise NotFound
    return found


def _link(person: Practitioner) -> str:
    here = parts()
    token = here.store.invitations.invite("password", person.id, here.clock(), me().actor)
    link = url_for("invitation.ask", token=token, _external=True)
    return render_template("manage/link.html", person=person, link=link)


def _page(person: Practitioner, form: ChangeForm, *, stale: bool = False) -> str:
    done = request.args.get("done", "")
    return render_template(
        "manage/person.html", person=person, form=form, stale=stale, done=done if done in DONE else ""
    )
