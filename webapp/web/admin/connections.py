"""Other programs of the clinic: tokens to fetch submissions with, and the webhook."""

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation

from webapp.storage import API_SCOPES
from webapp.web.auth.guards import current_actor, require_manager
from webapp.web.auth.reauthentication import TwiceProvenForm
from webapp.web.kit.app_context import app_context
from webapp.web.kit.i18n import N_, gettext
from webapp.web.kit.practitioner_names import practitioner_names
from webapp.web.kit.staff_forms import is_needed, line_field

bp = Blueprint("connections", __name__, url_prefix="/settings/programs")
require_manager(bp)

SCOPE_LABELS = {"report": N_("The patient’s report (PDF)"), "answers": N_("The answers (JSON and FHIR)")}


class ProgramTokenForm(TwiceProvenForm):
    """A token for another program."""

    name = line_field(N_("Name of the program"), is_needed)
    scopes = SelectMultipleField(
        N_("What it may fetch"), choices=[SelectChoice(each, each) for each in API_SCOPES]
    )

    def validate_scopes(self, field: Field) -> None:
        """Refuse a token for nothing."""
        if not field.data:
            raise StopValidation(gettext("Choose at least one."))


@bp.get("")
def show() -> ResponseReturnValue:
    """List the tokens, with the form to make another."""
    return _page(ProgramTokenForm())


@bp.post("")
def make() -> ResponseReturnValue:
    """Make a token, and show it, once only."""
    form, app = ProgramTokenForm(), app_context()
    if not form.validate() or not form.is_proven():
        return _page(form), 422
    token = app.store.api_tokens.create(form.name.data, form.scopes.data, current_actor(), app.clock())
    return _page(ProgramTokenForm(formdata=None), token)


@bp.post("/<int(max=2147483647):number>/revoke")
def revoke(number: int) -> ResponseReturnValue:
    """Delete a token: its program gets nothing any more."""
    app_context().store.api_tokens.revoke(number, current_actor(), app_context().clock())
    return redirect(url_for("connections.show", done="revoked"), 303)


def _page(form: ProgramTokenForm, new_token: str = "") -> str:
    app = app_context()
    webhook = app.settings.webhook
    return render_template(
        "admin/connections.html",
        form=form,
        new_token=new_token,
        tokens=app.store.api_tokens.list(),
        people=practitioner_names(),
        labels=SCOPE_LABELS,
        receiver=urlsplit(webhook.url).hostname if webhook else "",
        waiting=app.store.outbox.count(),
        failing=app.store.outbox.count_failing(),
        done=request.args.get("done", ""),
    )
