"""Saving and leaving, and coming back on any device with a passphrase or a link."""

import segno
from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from webapp.storage import PassphrasesBusy
from webapp.web.kit.app_context import app_context
from webapp.web.kit.csrf import retry_form
from webapp.web.kit.language_choice import chosen_language, typed_language
from webapp.web.kit.rate_limit import MINUTE, RateLimit
from webapp.web.kit.response_headers import NO_REFERRER, RETRY_SECONDS
from webapp.web.kit.safety_messages import SafetyNotices, default_region, notices_for
from webapp.web.kit.throttled_audit import RETURNING
from webapp.web.patient.device_answers import device_fingerprint, is_keep_ticked
from webapp.web.patient.draft import (
    INTERRUPTING,
    Draft,
    clear_device,
    current_draft,
    has_persistent_cookie,
    redirect_to_end,
    set_draft_cookie,
)
from webapp.web.patient.gone import gone_page
from webapp.web.patient.language_change import (
    redirect_from_language,
    remember_language,
    set_chosen_language,
    show_in,
)
from webapp.web.patient.passphrase import (
    count_words,
    redirect_to_link,
    shown_words_problem,
    typed_passphrase,
    words_problem,
)
from webapp.web.patient.switch_draft import open_draft

bp = Blueprint("save_and_return", __name__)

REDEEM_LIMIT = RateLimit("typed passphrases", each=5, together=60)
"""Passphrases a minute that are tried: on one device, and on all. Each costs a slow hash."""


@bp.get("/leave")
def show() -> ResponseReturnValue:
    """Show the passphrase, the link and its QR code."""
    draft = current_draft()
    if not draft.content.passphrase and request.args.get("words") != "later":
        return redirect(url_for("start.resume"), 303)
    link = url_for("save_and_return.offer_link", token=draft.token, _external=True)
    return render_template(
        "patient/save_and_leave.html",
        draft=draft,
        which=device_fingerprint(),
        keeps=has_persistent_cookie(),
        notices=_standing_notices(draft),
        invalid=_invalid_answers(draft),
        link=link,
        qr=_qr(link),
        policy=app_context().policy,
    )


def _standing_notices(draft: Draft) -> SafetyNotices:
    """Return the safety messages for a patient who leaves, acknowledged ones too."""
    return notices_for(draft.assessment, draft.raised(*INTERRUPTING))


def _invalid_answers(draft: Draft) -> list[tuple[str, str]]:
    questions = app_context().questionnaire.questions
    return [
        (questions[each].short_name, draft.error(each))
        for each in draft.path.due
        if draft.is_invalid_value(each)
    ]


@bp.post("/leave")
@retry_form("save_and_return.show")
def clear() -> ResponseReturnValue:
    """Clear this device, not the draft. Safety messages come in the response: no address may contain them."""
    is_meant = request.form.get("which") == device_fingerprint()  # another tab may have begun another form
    if not is_meant:
        return redirect(url_for("save_and_return.show"), 303)
    last = _standing_notices(current_draft())
    if not last:
        return redirect_to_end("left")
    page = render_template(
        "patient/finished.html",
        why="left",
        notices=last,
        numbers=default_region(),
        carried_language=chosen_language() or None,
    )
    return clear_device(make_response(page))


@bp.post("/leave/keep")
@retry_form("save_and_return.show")
def keep_here() -> ResponseReturnValue:
    """Make the cookies of this device persistent."""
    response = redirect(url_for("save_and_return.show"), 303)
    if request.form.get("which") != device_fingerprint():
        return response
    return set_draft_cookie(response, current_draft().token, is_persistent=True)


@bp.get("/come-back")
def ask_passphrase() -> ResponseReturnValue:
    """Show the form for the passphrase."""
    return redirect_from_language() or _return_page("", "")


@bp.post("/come-back")
@retry_form(lambda: _return_page(typed_passphrase(), "stale"))
def redeem() -> ResponseReturnValue:
    """Open the draft that a passphrase belongs to."""
    app = app_context()
    typed = typed_passphrase()
    if typed_language():
        address = url_for("save_and_return.ask_passphrase")
        problem = shown_words_problem(typed, "unknown", "busy", "often", "stale")
        return show_in(typed_language(), address, typed or problem, lambda: _return_page(typed, problem))
    link, wrong = redirect_to_link(), words_problem(typed)
    if link or wrong:
        return link or (_return_page(typed, wrong), 422)
    if not REDEEM_LIMIT.hit():
        app.throttled_audit.record("server", "was made to wait", RETURNING, app.clock())
        return _return_page(typed, "often"), 429, {"Retry-After": str(MINUTE.seconds)}
    invitation = app.store.patient_invitations.by_words(typed, app.clock())
    if invitation:
        return redirect(url_for("invited.show", token=invitation.invitee.token), 303)
    try:
        token = app.store.passphrases.redeem(typed, app.clock())
    except PassphrasesBusy:
        return _return_page(typed, "busy"), 503, {"Retry-After": str(RETRY_SECONDS)}
    if token is None:
        REDEEM_LIMIT.record_failure()
        return _return_page(typed, "unknown"), 422
    return open_draft(token, url_for("save_and_return.redeem"), {"words": typed})


@bp.get("/come-back/<token>")
def offer_link(token: str) -> ResponseReturnValue:
    """Show a button only: link previews must not change anything."""
    page = render_template(
        "patient/return_link.html",
        token_in_link=token,
        policy=app_context().policy,
        keeps=has_persistent_cookie(),
    )
    return page, NO_REFERRER


@bp.post("/come-back/<token>")
@retry_form("save_and_return.offer_link")
def follow_link(token: str) -> ResponseReturnValue:
    """Open the draft that a link belongs to."""
    if typed_language():
        remember_language(typed_language())
        again = redirect(url_for("save_and_return.offer_link", token=token), 303)
        return set_chosen_language(again, typed_language())
    store, now = app_context().store, app_context().clock()
    if not (store.drafts.open(token, now) or store.submissions.reference_by_draft(token, now)):
        return gone_page()
    return open_draft(token, url_for("save_and_return.follow_link", token=token))


def _return_page(typed: str, error: str) -> str:
    return render_template(
        "patient/return.html",
        typed=typed,
        count=count_words(typed),
        error=error,
        policy=app_context().policy,
        keeps=is_keep_ticked(),
    )


def _qr(link: str) -> Markup:
    code = segno.make(link, micro=False)
    return Markup(code.svg_inline(border=2, omitsize=True, svgclass=None, lineclass=None))  # noqa: S704  no input in it
