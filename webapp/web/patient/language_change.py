"""Changing to another language: remembered in the draft, and shown at once on a page with a form."""

from collections.abc import Callable
from dataclasses import replace

from flask import g, make_response
from werkzeug.wrappers import Response

from webapp.web.kit.app_context import app_context
from webapp.web.kit.language_choice import set_language
from webapp.web.patient.draft import current_token, update_draft


def show_in(language: str, page: Callable[[], str]) -> Response:
    """Show a page in another language, with what was typed on it."""
    remember_language(language)
    g.language = language
    return set_language(make_response(page()), language)


def remember_language(language: str) -> None:
    """Save the language in the draft of this device, if it has one."""
    app, token = app_context(), current_token()
    if token and app.store.drafts.open(token, app.clock()):
        update_draft(token, lambda content: replace(content, language=language))
