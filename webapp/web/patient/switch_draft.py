"""Opening answers on a device that holds others: it asks first, and offers words for those."""

from __future__ import annotations

from dataclasses import replace

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.web.kit.app_context import app_context
from webapp.web.patient.draft import (
    give_cookie,
    held,
    is_blank,
    keep,
    mark,
    marks_held,
    sitting,
    wants_to_keep,
)
from webapp.web.patient.flow_redirects import words_for
from webapp.web.patient.question_forms import TokenForm


def opened(token: str, address: str, words: str = "") -> ResponseReturnValue:
    """Give this device the draft, or ask first; the form of that page goes to `address`, with the words."""
    pressed, what = request.form.get("do", ""), "" if is_blank() else held()
    is_sure = pressed == "open" and request.form.get("which") == marks_held()
    if what and mark(token) != marks_held() and not is_sure:
        sentence = words_of_the_other() if pressed == "words" and what != "sent" else ""
        return render_template(
            "patient/switch_draft.html",
            form=TokenForm(),
            address=address,
            words=words,
            keeps=wants_to_keep(),
            held=what,
            which=marks_held(),
            sentence=sentence,
            days=app_context().policy.draft_days,
        )
    return give_cookie(redirect(url_for("start.resume"), 303), token, keeps=wants_to_keep())


def words_of_the_other() -> str | None:
    """Words for the answers that are on this device now; None where too many are being made just now."""
    now = sitting()
    words = words_for(now)
    if words:
        keep(now.token, lambda filled: replace(filled, sentence=words))
    return words
