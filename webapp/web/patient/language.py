"""Changing the language of the pages, from any page. What was typed on a page of questions is saved first."""

from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, Response, g, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.web.kit.app_context import app_context
from webapp.web.kit.csrf import retry_form
from webapp.web.kit.language_choice import set_language, typed_language
from webapp.web.kit.urls import is_safe_redirect
from webapp.web.patient.draft import current_token, update_draft

bp = Blueprint("language", __name__)


@bp.post("/language")
@retry_form("start.show")
def choose() -> ResponseReturnValue:
    """Change the language, and show the page again. A draft remembers it for other devices."""
    language, back = typed_language(), request.form.get("back", "")
    if language:
        remember_language(language)
    return set_language(redirect(back if is_safe_redirect(back) else url_for("start.show"), 303), language)


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
