"""Opening a draft on a device that holds other answers: ask first, and offer a passphrase for those."""

from collections.abc import Mapping
from types import MappingProxyType

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.web.kit.app_context import app_context
from webapp.web.patient.device_answers import device_fingerprint, device_state, fingerprint, is_blank
from webapp.web.patient.draft import current_draft, set_draft_cookie, wants_persistence
from webapp.web.patient.draft_content import DraftContent
from webapp.web.patient.passphrase import issue_passphrase

NOTHING: Mapping[str, str] = MappingProxyType({})


def open_draft(token: str, address: str, carried: Mapping[str, str] = NOTHING) -> ResponseReturnValue:
    """Open the draft on this device, or ask first; the form that asks goes to `address`."""
    is_here = fingerprint(token) == device_fingerprint()
    asked = "" if is_here else ask_to_switch(address, carried)
    if asked:
        return asked
    resumed, language = redirect(url_for("start.resume"), 303), _language_of(token)
    return set_draft_cookie(resumed, token, is_persistent=wants_persistence(), language=language)


def ask_to_switch(address: str, carried: Mapping[str, str] = NOTHING, *, is_new: bool = False) -> str:
    """Return the page that asks before this device lets go of other answers; "" where nothing is to be asked.

    `carried` are the fields of the form before it. `is_new`: a form is begun instead, and no draft is opened.
    """
    pressed, what = request.form.get("do", ""), "" if is_blank() else device_state()
    is_sure = pressed == "open" and request.form.get("which") == device_fingerprint()
    if not what or is_sure:
        return ""
    wants_words = pressed == "words" and what != "sent"
    other = issue_passphrase(current_draft()) if wants_words else None
    return render_template(
        "patient/switch_draft.html",
        address=address,
        carried={name: value for name, value in carried.items() if value},
        keeps=wants_persistence(),
        device_state=what,
        which=device_fingerprint(),
        other=other,
        is_busy=wants_words and other is None,
        is_new=is_new,
    )


def _language_of(token: str) -> str:
    """Return the language that was chosen on the other device, also one that ended; "" for none."""
    app = app_context()
    found = app.store.drafts.open(token, app.clock())
    return DraftContent.from_json(found.content).language if found else ""
