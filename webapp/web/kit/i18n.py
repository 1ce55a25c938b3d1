"""Words and numbers of pages: the one place where views and templates meet the message catalogues."""

from datetime import timedelta

from babel.dates import format_timedelta
from flask import Flask, Response, g

from webapp.cldr.wide_signs import needs_no_blanks, set_wide
from webapp.localization.localizer import Localizer
from webapp.localization.marking import N_
from webapp.localization.templates import install_catalogues
from webapp.localization.territories import localizer_of
from webapp.questionnaire.rules.numbers import Number, write_number
from webapp.web.kit.app_context import app_context

__all__ = ["N_", "format_ago", "format_number", "gettext", "init_i18n", "localizer", "ngettext"]


def init_i18n(app: Flask) -> None:
    """Let templates of this application translate, in the language of each request."""
    install_catalogues(app.jinja_env, localizer)
    app.after_request(_set_wide)


def _set_wide(response: Response) -> Response:
    """Write full-width punctuation on pages in a language such as Chinese."""
    if response.mimetype == "text/html" and needs_no_blanks(localizer().language):
        response.set_data(set_wide(response.get_data(as_text=True)))
    return response


def localizer() -> Localizer:
    """Return the localizer of this request: for its language, as the clinic's country writes it."""
    made: dict[str, Localizer] = g.setdefault("localizers", {})
    chosen = g.get("language", "")  # for each text, so the clinic's settings are asked once
    if chosen not in made:
        app = app_context()
        made[chosen] = localizer_of(app.clinic, app.language, app.settings.translations)
    return made[chosen]


def gettext(words: str, /, **values: object) -> str:
    """Translate the sentence, and put its values in."""
    return localizer().gettext(words, **values)


def ngettext(one: str, many: str, number: int, **values: object) -> str:
    """Translate the sentence for this number, which stands as %(num)s."""
    return localizer().ngettext(one, many, number, **values)


def format_number(number: Number) -> str:
    """Write a number as questions and reports do: by the language of the page, whatever the country."""
    return localizer().number(write_number(number))


def format_ago(gone: timedelta) -> str:
    """Return how long ago something was: "3 hours ago"."""
    return format_timedelta(-gone, add_direction=True, locale=localizer().locale)
