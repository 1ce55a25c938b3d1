"""Messages that cannot wait: over the whole screen, right after the section that raised them."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.web.at_kiosk import READING, prolong, seat
from webapp.web.draft import keep, sitting
from webapp.web.forms import TokenForm
from webapp.web.onward import at, follow
from webapp.web.parts import parts
from webapp.web.phrases import messages
from webapp.web.unread import unread

bp = Blueprint("notice", __name__)

URGENT = "1"
"""The tier of what somebody here should know of at once."""


@bp.get("/notice")
def show() -> ResponseReturnValue:
    """The messages that were not shown yet."""
    now = sitting()
    flags = unread(now)
    if not flags:
        return redirect(url_for("start.resume"), 303)
    if any(flag.tier == URGENT for flag in flags):
        _tell_the_desk()
    return render_template("notice.html", form=TokenForm(), messages=messages(now.answers, flags))


def _tell_the_desk() -> None:
    """On a kiosk: raise the flag at once, and let the message stay as long as it may take to read it."""
    here, now = seat(), parts().clock()
    if here:
        if here.kiosk.flagged_at is None:
            parts().store.kiosks.flag(here.kiosk.id, now)
        prolong(here, now + READING)


@bp.post("/notice")
def acknowledge() -> ResponseReturnValue:
    """They were read: go where the person was going."""
    now = sitting()
    if not TokenForm().is_genuine():
        return redirect(request.full_path, 303)
    page = at(request.args.get("section", ""), then=request.args.get("then", ""))
    shown = tuple(flag.id for flag in unread(now))
    return follow(page, keep(now.token, lambda filled: filled.with_noted(shown)))
