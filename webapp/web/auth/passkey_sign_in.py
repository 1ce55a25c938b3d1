"""Signing in with a passkey, in place of name, password and code."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from webapp.web.auth import login_throttle
from webapp.web.auth.guards import COMPLETE, log_in
from webapp.web.auth.passkey_ceremonies import PasskeyRefused, relying_party, request_options, signed_by
from webapp.web.auth.sign_in_page import SignInForm, next_page, sign_in_page
from webapp.web.auth.sign_in_steps import continue_sign_in
from webapp.web.kit.csrf import retry_form
from webapp.web.kit.rate_limit import RateLimit

bp = Blueprint("passkey_sign_in", __name__, url_prefix="/sign-in/passkey")

CHALLENGE_LIMIT = RateLimit("passkey challenges", each=20, together=120)
"""Challenges a minute, for one browser and for all: each is a row in the database, and allows one try."""


@bp.post("/challenge")
def challenge() -> ResponseReturnValue:
    """Return a challenge as JSON."""
    site = relying_party()
    if site is None:
        raise NotFound
    return request_options(site) if CHALLENGE_LIMIT.hit() else ({}, 429)


@bp.post("")
@retry_form(lambda: sign_in_page(SignInForm(formdata=None)))
def check() -> ResponseReturnValue:
    """Sign in the person whose passkey signed the challenge."""
    try:
        practitioner = signed_by(relying_party(), request.form.get("passkey", ""))
    except PasskeyRefused as refused:
        login_throttle.record_failure(refused.login)
        return sign_in_page(SignInForm(formdata=None), problem=str(refused)), 422
    log_in(practitioner, COMPLETE)
    return continue_sign_in(COMPLETE, next_page(), practitioner)
