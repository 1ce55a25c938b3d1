"""Setting up the second factor: a secret for the phone, and recovery codes."""

import re

from flask import render_template
from wtforms import HiddenField

from webapp.report.charts.qr import qr_code
from webapp.storage import Practitioner
from webapp.web.kit.app_context import app_context
from webapp.web.kit.i18n import N_, gettext
from webapp.web.kit.staff_forms import StaffForm, add_error, line_field

# RFC 4648, base 32: 160 bits, as RFC 4226, section 4, recommends.
SECRET = re.compile(r"[A-Z2-7]{32}")


class SecondFactorForm(StaffForm):
    """A code that proves that the phone has the secret, which the page sends back."""

    secret = HiddenField()
    code = line_field(N_("Code from the app"))


def second_factor_page(
    template: str, practitioner: Practitioner, form: SecondFactorForm, **more: object
) -> str:
    """Render the page with the secret, as a QR code and as text."""
    app = app_context()
    if not SECRET.fullmatch(form.secret.data or ""):
        form.secret.data = app.store.second_factors.new_secret()
    secret = form.secret.data
    uri = app.store.second_factors.provisioning_uri(practitioner, secret, app.clinic.name)
    groups = [secret[at : at + 4] for at in range(0, len(secret), 4)]
    return render_template(template, form=form, qr=qr_code(uri), groups=groups, **more)


def enable_second_factor(practitioner: Practitioner, form: SecondFactorForm) -> tuple[str, ...] | None:
    """Turn the second factor on; return the recovery codes, or None with a problem in the form."""
    app, secret, codes = app_context(), form.secret.data or "", None
    if SECRET.fullmatch(secret):
        codes = app.store.second_factors.enable(practitioner.id, secret, form.code.data, app.clock())
    if codes is None:
        add_error(form.code, gettext("This code is not right. Look again: it changes every half minute."))
    return codes


def recovery_codes_page(codes: tuple[str, ...], onward: str) -> str:
    """Render the recovery codes. They are shown this once only."""
    return render_template("auth/recovery_codes.html", codes=codes, onward=onward)
