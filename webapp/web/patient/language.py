"""Changing the language of the pages, from any page. What was typed on a page of questions is saved first."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.web.kit.csrf import retry_form
from webapp.web.kit.language_choice import typed_language
from webapp.web.kit.urls import is_safe_redirect
from webapp.web.patient.language_change import remember_language, set_chosen_language

bp = Blueprint("language", __name__)


@bp.post("/language")
@retry_form("start.show")
def choose() -> ResponseReturnValue:
    """Change the language, and show the page again. A draft remembers it for other devices."""
    language, back = typed_language(), request.form.get("back", "")
    if language:
        remember_language(language)
    return set_chosen_language(
        redirect(back if is_safe_redirect(back) else url_for("start.show"), 303), language
    )
