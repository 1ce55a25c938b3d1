"""Passphrases: the six words that open a draft on any device, and reading words that were typed."""

from dataclasses import replace

from flask import request

from webapp.storage import PassphrasesBusy
from webapp.web.kit.answer_parsing import clean_values
from webapp.web.kit.app_context import app_context
from webapp.web.kit.rate_limit import RateLimit
from webapp.web.patient.draft import Draft, DraftGone, update_draft

ISSUE_LIMIT = RateLimit("issued passphrases", each=2, together=60)
"""Passphrases a minute: for one draft, and for all. Each costs a slow hash."""


def issue_passphrase(draft: Draft) -> Draft | None:
    """Save a passphrase in the draft, and return the draft. Return None when the server is busy.

    A draft that has one keeps it. A new one costs a slow hash, so new passphrases are rate-limited by draft
    and by client network. Raise DraftGone.
    """
    app, known = app_context(), draft.content.passphrase
    if not known:
        if not ISSUE_LIMIT.hit(draft.token):
            return None
        ISSUE_LIMIT.record_failure()  # nothing failed: a network that asks for many comes after the others
    try:
        passphrase = app.store.passphrases.issue(draft.token, app.clock(), known, app.language)
    except PassphrasesBusy:
        return None
    if passphrase is None:
        raise DraftGone
    return update_draft(draft.token, lambda content: replace(content, passphrase=passphrase))


def typed_passphrase() -> str:
    """Return the six words that the form brought, as they can be shown again."""
    return clean_values([request.form.get("words", "")])[0]
