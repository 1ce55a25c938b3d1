"""Changing to another language: remembered in the draft, and shown at once on a page with a form."""

from collections.abc import Callable
from dataclasses import replace

from flask import g, make_response, redirect
from werkzeug.wrappers import Response

from webapp.web.kit.app_context import app_context
from webapp.web.kit.language_choice import set_language
from webapp.web.patient.draft import current_token, update_draft


def show_in(language: str, address: str, typed: str, page: Callable[[], str]) -> Response:
    """Redirect to the page of words in another language; show it at once where some were typed.

    The words open answers, so no address has them.
    """
    remember_language(language)
    g.language = language
    return set_language(make_response(page()) if typed else redirect(address, 303), language)


def remember_language(language: str) -> None:
    """Save the language in the draft of this device, if it has one."""
    app, token = app_context(), current_token()
    if token and app.store.drafts.open(token, app.clock()):
        update_draft(token, lambda content: replace(content, language=language))
