"""Changing to another language: remembered in the draft, and shown at once on a page with a form."""

from collections.abc import Callable
from dataclasses import replace

from flask import g, make_response, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from webapp.web.kit.app_context import app_context
from webapp.web.kit.kiosk_session import kiosk_request
from webapp.web.kit.language_choice import set_language
from webapp.web.patient.device_answers import device_state
from webapp.web.patient.draft import current_token, has_persistent_cookie, set_draft_cookie, update_draft

PROBLEM = "problem"
"""The field with what a page says is wrong, in forms with buttons for languages."""


def show_in(language: str, address: str, kept: str, page: Callable[[], ResponseReturnValue]) -> Response:
    """Redirect to a page in another language; show it at once where it says or holds something (`kept`).

    What is typed there, such as words that open answers, may be in no address.
    """
    remember_language(language)
    g.language = language
    return set_chosen_language(make_response(page()) if kept else redirect(address, 303), language)


def set_chosen_language(response: Response, language: str) -> Response:
    """Set the cookie with this language, for as long as this device keeps its answers; "" leaves it."""
    if language and has_persistent_cookie() and device_state():
        return set_draft_cookie(response, current_token(), language=language)
    return set_language(response, language)


def redirect_from_language() -> Response | None:
    """Choose the language that the address names, and redirect to the page itself; None where it names none.

    A kiosk asks for the language itself.
    """
    language = request.args.get("language", "")
    if language not in app_context().offered_editions or kiosk_request():
        return None
    return set_chosen_language(redirect(request.path, 303), language)


def shown_problem(*known: str) -> str:
    """Return what the page says is wrong, as its form brings it: one of these, or ""."""
    shown = request.form.get(PROBLEM, "")
    return shown if shown in known else ""


def remember_language(language: str) -> None:
    """Save the language in the draft of this device, if it has one."""
    app, token = app_context(), current_token()
    if token and app.store.drafts.open(token, app.clock()):
        update_draft(token, lambda content: replace(content, language=language))
