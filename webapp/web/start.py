"""The first page, the last page, and the way back in."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from webapp.web.draft import Filled, give_cookie, sitting, token_in_cookie
from webapp.web.forms import TokenForm
from webapp.web.onward import to
from webapp.web.parts import parts
from webapp.web.phrases import default_region, plain_words
from webapp.web.steps import progress

bp = Blueprint("start", __name__)

ENDINGS = ("finished", "left")
"""Why somebody is on the last page: has the report, or comes back later."""


@bp.get("/")
def show() -> ResponseReturnValue:
    """What this is, how long it takes, what is kept."""
    return _page(TokenForm())


@bp.post("/start")
def begin() -> ResponseReturnValue:
    """Begin anew; what this device held before is deleted."""
    form = TokenForm()
    if not form.is_genuine():
        return _page(form, stale=True), 400
    here = parts()
    here.store.end_draft(token_in_cookie())
    token = here.store.new_draft(Filled().content(), here.clock())
    first = here.questionnaire.sections[0].id
    return give_cookie(redirect(url_for("sections.show", section=first), 303), token)


@bp.get("/continue")
def resume() -> ResponseReturnValue:
    """Go on where this device stopped."""
    return to(sitting().path.resuming())


@bp.get("/ended/<why>")
def ended(why: str) -> ResponseReturnValue:
    """Nothing is open on this device any more."""
    if why not in ENDINGS:
        raise NotFound
    return render_template("ended.html", why=why, numbers=default_region())


def _page(form: TokenForm, *, stale: bool = False) -> str:
    here = parts()
    held = token_in_cookie()
    first = here.questionnaire.sections[0].id
    return render_template(
        "start.html",
        form=form,
        stale=stale,
        has_draft=here.store.open_draft(held, here.clock()) is not None,
        has_result=here.store.submission_of(held, here.clock()) is not None,
        minutes=progress(here.questionnaire, first).minutes,
        settings=here.settings,
        disclaimer=plain_words("disclaimer"),
    )
