"""Messages that somebody must have seen before going on, or, at a kiosk, before leaving."""

from __future__ import annotations

from webapp.questionnaire.model import SafetyFlag
from webapp.web.at_kiosk import seat
from webapp.web.draft import Sitting
from webapp.web.phrases import at_once, of_tier

DOCTOR_FIRST = "2"
"""At home it stands first in the result. A kiosk shows no result: there it is read before the end."""


def unread(now: Sitting) -> tuple[SafetyFlag, ...]:
    """The flags to show before anything else; those of a kiosk's end once everything is answered."""
    flags = at_once(now.answers, now.filled.noted)
    if flags or not (seat() and now.is_complete):
        return flags
    return tuple(flag for flag in of_tier(now.answers, DOCTOR_FIRST) if flag.id not in now.filled.noted)
