"""Messages that somebody must have seen before going on or away."""

from __future__ import annotations

from webapp.questionnaire.model import SafetyFlag
from webapp.web.kit.safety_messages import of_tier
from webapp.web.patient.draft import Draft

AT_ONCE = ("1", "2", "support")
"""The tiers that are shown as soon as they surely hold, over everything else."""

URGENT = ("1",)
"""The tier that waits for nothing at all."""


def pending_flags(draft: Draft, section: str = "") -> tuple[SafetyFlag, ...]:
    """The flags to show before anything else.

    Where the person goes on within a `section`, all but the urgent ones wait until its follow-ups were
    asked, too: these decide which words are the right ones, and one message is read better than two.
    """
    tiers = URGENT if section and draft.path.pending(section) else AT_ONCE
    return tuple(flag for flag in of_tier(draft.answers, *tiers) if flag.id not in draft.content.acknowledged)
