"""Forms whose token was refused: nothing was done, and the page says so, and why.

A view that has a page of its own to say it on does so (`stale`); every other one calls `hold_to_token`. So no
view can go on to say that something was done.
"""

from __future__ import annotations

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from webapp.web.kit.app_context import app_context
from webapp.web.kit.audience import is_staff_page
from webapp.web.kit.forms import TokenForm
from webapp.web.kit.i18n import gettext
from webapp.web.kit.urls import referring_page


class TooOld(BadRequest):
    """The form's token is not ours, is too old, or belongs to a sign-in that ended."""


def hold_to_token() -> None:
    """Raises TooOld where the form that came is not genuine."""
    if not TokenForm().is_genuine():
        raise TooOld


def add_too_old(app: Flask) -> None:
    """Answer TooOld with a page, and let templates say why a token was refused."""
    app.register_error_handler(TooOld, _page)
    app.jinja_env.globals.update(why_refused=why_refused)


def why_refused() -> str:
    """Why a form of ours was refused, and what to do, in sentences."""
    if came_with_cookie():
        return gettext("This page was open for too long, so nothing was done. Please press the button again.")
    if app_context().settings.https:
        return gettext(
            "Your browser did not send our cookie back, so nothing was done. It travels by https only: open "
            "this address with https:// in front, and let your browser keep cookies for it."
        )
    return gettext(
        "Your browser did not send our cookie back, so nothing was done. Let it keep cookies for this "
        "address, then load the page again."
    )


def came_with_cookie() -> bool:
    """Whether the browser sent back the cookie that came with every form."""
    return current_app.config["SESSION_COOKIE_NAME"] in request.cookies


def _page(_error: TooOld) -> ResponseReturnValue:
    frame = "staff_base.html" if is_staff_page() else "auth/base.html"
    return render_template("site/csrf_error.html", frame=frame, back=referring_page()), 400
