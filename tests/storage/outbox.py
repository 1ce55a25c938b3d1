"""Submissions that another program is to be sent an event for."""

from __future__ import annotations

from dataclasses import replace

from tests.storage.submissions import DIGEST, NOW, new_submission
from webapp.storage import Store


def send(store: Store, *, is_announced: bool = True) -> str:
    store.questionnaires.save(DIGEST, "0.1", 'title = "Gut Factors"', NOW)
    new = replace(new_submission(), is_announced=is_announced)
    sent = store.submissions.submit(store.drafts.create({}, NOW), 1, new, NOW)
    assert sent is not None
    return sent.reference
