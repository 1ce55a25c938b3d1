"""The first run: the clinic, its policy and its first practitioner, by a link that works once."""

from dataclasses import replace

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, Field, RadioField
from wtforms.fields.choices import SelectChoice

from webapp.clinic import Clinic, Policy, usual_paper
from webapp.settings import UTC
from webapp.storage import NewPractitioner
from webapp.web.admin.clinic_forms import PAPERS, ClinicForm
from webapp.web.admin.one_time_links import link_gone
from webapp.web.auth.sign_in_steps import start_sign_in
from webapp.web.kit.app_context import app_context
from webapp.web.kit.body_limits import WITH_A_PICTURE, allow_larger_forms
from webapp.web.kit.i18n import N_
from webapp.web.kit.response_headers import NO_REFERRER
from webapp.web.kit.staff_forms import (
    StaffForm,
    check_password_rules,
    is_needed,
    line_field,
    new_password,
    new_password_again,
)

bp = Blueprint("first_run", __name__)
allow_larger_forms(bp, WITH_A_PICTURE)

USUAL = SelectChoice("usual", N_("What is usual there: Letter in Canada and the United States, A4 elsewhere"))


class FirstForm(StaffForm):
    """The first practitioner, and what the clinic wants."""

    name = line_field(N_("Your name"), is_needed)
    login = line_field(N_("Sign-in name"), is_needed)
    password = new_password()
    again = new_password_again()
    asks_person = BooleanField(N_("Let patients add their name or their number with you"))
    requires_code = BooleanField(N_("Everybody needs a second step to sign in"), default=True)

    def validate_password(self, field: Field) -> None:
        check_password_rules(field, self.login.data, self.name.data, self.named_clinic)

    @property
    def named_clinic(self) -> str:
        return app_context().clinic.name


class SetUpForm(ClinicForm, FirstForm):
    """The clinic too. Nobody has to know which paper their printer holds."""

    paper = RadioField(N_("Paper for reports"), choices=[USUAL, *PAPERS], default=USUAL.value)

    @property
    def named_clinic(self) -> str:
        return str(self.clinic_name.data)

    def to_clinic(self, before: Clinic) -> Clinic:
        """Return the clinic of this form, with the usual paper of its region if that was chosen."""
        made = super().to_clinic(before)
        return replace(made, paper=usual_paper(made.region)) if made.paper == USUAL.value else made


@bp.get("/set-up/<token>")
def ask(token: str) -> ResponseReturnValue:
    """Show the form."""
    return _page(token, _form()) if _is_open(token) else link_gone()


@bp.post("/set-up/<token>")
def set_up(token: str) -> ResponseReturnValue:
    """Set the instance up in one transaction, and sign the first practitioner in."""
    form, app = _form(), app_context()
    if not _is_open(token):
        return link_gone()
    if not form.validate():
        return _page(token, form, status=422)
    first = NewPractitioner(form.login.data, form.name.data, form.password.data)
    policy = Policy(asks_person=form.asks_person.data, requires_code=form.requires_code.data)
    clinic = form.to_clinic(Clinic()) if isinstance(form, SetUpForm) else None
    practitioner = app.store.one_time_links.set_up(token, first, clinic, policy, app.clock())
    return start_sign_in(practitioner, url_for("account.welcome")) if practitioner else link_gone()


def _is_open(token: str) -> bool:
    app = app_context()
    found = app.store.one_time_links.get(token, app.clock())
    return found is not None and found.purpose == "set-up"


def _form() -> FirstForm:
    """Return the form, without the clinic if it has a file."""
    app = app_context()
    plain = app.settings.with_time_zone(Clinic())
    if app.fixed_clinic:
        return FirstForm()
    zone = "" if plain.timezone == UTC else plain.timezone
    return SetUpForm(colour=plain.colours.accent, timezone=zone)


def _page(token: str, form: FirstForm, *, status: int = 200) -> ResponseReturnValue:
    has_file = app_context().fixed_clinic is not None
    page = render_template("admin/first_run.html", form=form, token_in_link=token, has_file=has_file)
    return page, status, NO_REFERRER
