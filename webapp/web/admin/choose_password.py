"""A one-time link to choose a password: for new people, and for those who lost theirs."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from wtforms import Field

from webapp.storage import Practitioner
from webapp.web.admin.one_time_links import link_gone
from webapp.web.auth.sign_in_steps import start_sign_in
from webapp.web.kit.app_context import app_context
from webapp.web.kit.response_headers import NO_REFERRER
from webapp.web.kit.staff_forms import StaffForm, check_password_rules, new_password, new_password_again

bp = Blueprint("choose_password", __name__)


class ChooseForm(StaffForm):
    """A password, for the person that the link was made for."""

    password = new_password()
    again = new_password_again()
    names: tuple[str, str]

    def validate_password(self, field: Field) -> None:
        check_password_rules(field, *self.names, app_context().clinic.name)


@bp.get("/invitation/<token>")
def ask(token: str) -> ResponseReturnValue:
    """Show the form. A GET changes nothing: link previews open it too."""
    practitioner = _invited(token)
    return _page(token, practitioner, ChooseForm()) if practitioner else link_gone()


@bp.post("/invitation/<token>")
def accept(token: str) -> ResponseReturnValue:
    """Set the password, and sign in; a second factor is still asked for."""
    practitioner, form, app = _invited(token), ChooseForm(), app_context()
    if practitioner is None:
        return link_gone()
    form.names = practitioner.login, practitioner.name
    if not form.validate():
        return _page(token, practitioner, form, status=422)
    accepted = app.store.one_time_links.accept(token, form.password.data, app.clock())
    return start_sign_in(accepted) if accepted else link_gone()


def _invited(token: str) -> Practitioner | None:
    app = app_context()
    found = app.store.one_time_links.get(token, app.clock())
    return found.practitioner if found and found.purpose == "password" else None


def _page(token: str, invited: Practitioner, form: ChooseForm, *, status: int = 200) -> ResponseReturnValue:
    page = render_template("admin/choose_password.html", form=form, token_in_link=token, practitioner=invited)
    return page, status, NO_REFERRER
