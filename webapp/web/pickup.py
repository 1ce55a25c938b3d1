"""Picking the report up: with the patient's own phone, once, from the square on a kiosk's last screen."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.report.pool import RenderBusy
from webapp.web.done import FILES, FIRST, Done
from webapp.web.forms import TokenForm
from webapp.web.parts import parts

bp = Blueprint("pickup", __name__, url_prefix="/pick-up")

SECRETIVE = {"Referrer-Policy": "no-referrer"}
"""The address is a key: it is told to nobody."""


@bp.get("/<token>")
def ask(token: str) -> ResponseReturnValue:
    """A button only: programs that look at links before people do must not use it up."""
    here = parts()
    if here.store.pickups.of(token, here.clock()) is None:
        return _gone()
    return render_template("pickup/ask.html", form=TokenForm(), token_in_link=token), SECRETIVE


@bp.post("/<token>")
def take(token: str) -> ResponseReturnValue:
    """Give the report out, for the first and the last time."""
    if not TokenForm().is_genuine():
        return redirect(url_for("pickup.ask", token=token), 303)
    here, name = parts(), request.form.get("name", "")
    waiting = here.store.pickups.of(token, here.clock())
    if waiting is None:
        return _gone()
    done, kept_as = Done.of(waiting), name if name in FILES else FIRST
    try:
        made = here.render_pool.pdf(done.report(kept_as))
    except RenderBusy as busy:
        page = render_template("pickup/wait.html", seconds=busy.retry_after, token_in_link=token)
        return page, 503, {"Retry-After": str(busy.retry_after), **SECRETIVE}
    return done.download(made, kept_as) if here.store.pickups.take(token, here.clock()) else _gone()


def _gone() -> ResponseReturnValue:
    return render_template("pickup/gone.html"), 410, SECRETIVE
