"""The browsers in which somebody is signed in, and those that ask for the password alone."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.web.auth.guards import current_practitioner, current_sign_in, require_staff
from webapp.web.kit.app_context import app_context

bp = Blueprint("devices", __name__, url_prefix="/account/devices")
require_staff(bp)

DONE = ("one", "others", "forgotten", "gone")
"""The messages of the page; "gone" says that the sign-in had ended already."""


@bp.get("")
def show() -> ResponseReturnValue:
    """List every browser in which one is signed in, the last used first."""
    app, now = app_context(), app_context().clock()
    user, done = current_sign_in(), request.args.get("done", "")
    return render_template(
        "auth/devices.html",
        signins=app.store.sign_ins.list(current_practitioner(), now),
        own=user.sign_in.handle if user else "",
        remembered=app.store.trusted_browsers.count(current_practitioner().id, now),
        done=done if done in DONE else "",
    )


@bp.post("/end")
def end_one() -> ResponseReturnValue:
    """Sign one browser out."""
    handle = request.form.get("handle", "")
    is_ended = app_context().store.sign_ins.end_by_handle(current_practitioner().id, handle)
    return _redirect_done("one" if is_ended else "gone")


@bp.post("/others")
def end_others() -> ResponseReturnValue:
    """Sign all other browsers out."""
    user = current_sign_in()
    app_context().store.sign_ins.end_all(current_practitioner().id, but=user.token if user else "")
    return _redirect_done("others")


@bp.post("/forget")
def forget() -> ResponseReturnValue:
    """Trust no browser any more: each asks for a code again."""
    app_context().store.trusted_browsers.forget_all(current_practitioner().id)
    return _redirect_done("forgotten")


def _redirect_done(what: str) -> ResponseReturnValue:
    return redirect(url_for("devices.show", done=what), 303)
