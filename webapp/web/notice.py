"""Messages that cannot wait: over the whole screen, right after the section that raised them."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.web.draft import keep, sitting
from webapp.web.forms import TokenForm
from webapp.web.onward import at, follow
from webapp.web.phrases import at_once, messages

bp = Blueprint("notice", __name__)


@bp.get("/notice")
def show() -> ResponseReturnValue:
    """The messages that were not shown yet."""
    now = sitting()
    flags = at_once(now.answers, now.filled.noted)
    if not flags:
        return redirect(url_for("start.resume"), 303)
    return render_template("notice.html", form=TokenForm(), messages=messages(now.answers, flags))


@bp.post("/notice")
def acknowledge() -> ResponseReturnValue:
    """They were read: go where the person was going."""
    now = sitting()
    if not TokenForm().is_genuine():
        return redirect(request.full_path, 303)
    page = at(request.args.get("section", ""), then=request.args.get("then", ""))
    shown = tuple(flag.id for flag in at_once(now.answers, now.filled.noted))
    return follow(page, keep(now.token, lambda filled: filled.with_noted(shown)))
