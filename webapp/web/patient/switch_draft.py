"""Opening answers on a device that holds others: it asks first, and offers words for those."""

from __future__ import annotations

from dataclasses import replace

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.web.kit.app_context import app_context
from webapp.web.kit.forms import TokenForm
from webapp.web.patient.draft import (
    current_draft,
    device_fingerprint,
    device_state,
    fingerprint,
    is_blank,
    set_draft_cookie,
    update_draft,
    wants_persistence,
)
from webapp.web.patient.flow_redirects import issue_passphrase


def open_draft(token: str, address: str, words: str = "") -> ResponseReturnValue:
    """Give this device the draft, or ask first; the form of that page goes to `address`, with the words."""
    pressed, what = request.form.get("do", ""), "" if is_blank() else device_state()
    is_sure = pressed == "open" and request.form.get("which") == device_fingerprint()
    if what and fingerprint(token) != device_fingerprint() and not is_sure:
        sentence = passphrase_of_current() if pressed == "words" and what != "sent" else ""
        return render_template(
            "patient/switch_draft.html",
            form=TokenForm(),
            address=address,
            words=words,
            keeps=wants_persistence(),
            held=what,
            which=device_fingerprint(),
            sentence=sentence,
            days=app_context().policy.draft_days,
        )
    return set_draft_cookie(redirect(url_for("start.resume"), 303), token, keeps=wants_persistence())


def passphrase_of_current() -> str | None:
    """Words for the answers that are on this device draft; None where too many are being made just draft."""
    draft = current_draft()
    words = issue_passphrase(draft)
    if words:
        update_draft(draft.token, lambda content: replace(content, passphrase=words))
    return words
