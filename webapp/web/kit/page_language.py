"""The language of a request: what the patient chose, or what their browser asks for."""

from collections.abc import Sequence

from flask import g, has_request_context, request

from webapp.localization.catalogues import is_same_language
from webapp.web.kit.audience import is_staff_page

COOKIE = "language"
"""The cookie with the language that the patient chose, until the browser or the kiosk session ends."""

STAFF_ENTRANCES = frozenset({"sign_in", "first_run", "invitation"})
"""Blueprints of pages for staff who are not signed in yet."""


def is_patient_request() -> bool:
    """Return whether a patient reads the answer, as far as can be known."""
    return has_request_context() and not is_staff_page() and request.blueprint not in STAFF_ENTRANCES


def requested_language(offered: Sequence[str], cookie: str) -> str:
    """Return the language that was chosen, else one that the browser asks for, else the first offered.

    The browser of a kiosk is the clinic's, and asks for nothing; what was chosen there ends with its session.
    """
    kiosk = g.get("kiosk_request")
    chosen = "" if kiosk and not kiosk.session else request.cookies.get(cookie, "")
    if chosen in offered:
        return chosen
    asked = () if kiosk else request.accept_languages.values()
    wanted = (one for tag in asked for one in offered if is_same_language(tag, one))
    return next(wanted, offered[0])
