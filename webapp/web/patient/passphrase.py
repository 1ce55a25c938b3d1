"""Passphrases: the six words that open a draft on any device, and reading words that were typed."""

import re
from dataclasses import replace

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from webapp.storage import PassphrasesBusy, may_be_six_words, typed_words
from webapp.web.kit.answer_parsing import clean_values
from webapp.web.kit.app_context import app_context
from webapp.web.kit.rate_limit import RateLimit
from webapp.web.patient.draft import Draft, DraftGone, update_draft
from webapp.web.patient.language_change import shown_problem

WORDS = 6
LINK = re.compile(r"/(come-back|invited)/([\w-]+)")
"""The links of a draft and of an invitation, as people paste them."""

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


def count_words(typed: str) -> int:
    """Return how many words were typed, whatever stands between them."""
    return len(typed_words(typed))


def words_problem(typed: str) -> str:
    """Return why this cannot be a passphrase, which costs no try: "empty", "count" (not six words) or ""."""
    count = count_words(typed)
    if not count:
        return "empty"
    return "" if count == WORDS or may_be_six_words(typed) else "count"


def shown_words_problem(typed: str, *others: str) -> str:
    """Return what the page says is wrong with its words, one of these too, as far as it still is."""
    shown = shown_problem("empty", "count", *others)
    return shown if shown in (*others, words_problem(typed)) else ""


def redirect_to_link() -> Response | None:
    """Redirect to the page of a link that was pasted in the place of six words; None where there is none."""
    found = LINK.search(request.form.get("words", ""))
    if found is None:
        return None
    endpoint = {"come-back": "save_and_return.offer_link", "invited": "invited.show"}[found[1]]
    return redirect(url_for(endpoint, token=found[2]), 303)
