"""A language that a patient chose and that ended meanwhile: said once, on the next page."""

from collections.abc import Iterator

from flask import Flask, Response, g, request

from webapp.cldr.locales import parsed
from webapp.localization.catalogues import fallbacks, languages, plain_language
from webapp.localization.localizer import Localizer
from webapp.localization.marking import N_
from webapp.web.kit import cookies
from webapp.web.kit.app_context import app_context
from webapp.web.kit.language_choice import COOKIE, chosen_language, is_patient_request

ENDED = N_(
    "We cannot ask you in %(language)s any more. This page is in %(other)s. "
    "Nothing that you answered is lost."
)


def init_ended_language(app: Flask) -> None:
    """Forget a language that ended as soon as a page has said so."""
    app.after_request(_forget)


def ended_language_remarks() -> Iterator[tuple[Localizer, str]]:
    """Yield what a page says of a language that ended: in that one if it still has words, and in its own."""
    gone = _ended_language()
    if not gone:
        return
    g.says_ended_language = True
    app = app_context()
    folder = app.settings.translations
    shown = Localizer(plain_language(app.language), folder=folder)
    lost = Localizer(gone, folder=folder)
    has_words = not set(fallbacks(gone)).isdisjoint(languages(folder))
    for words in (lost, shown) if has_words else (shown,):
        yield words, words.gettext(ENDED, language=lost.name_in(words), other=shown.name_in(words))


def _ended_language() -> str:
    """Return the language that this device chose and that is not offered, "" for none.

    A form that was sent may choose another, so only a page that was opened says so.
    """
    at_kiosk = g.get("kiosk_request")
    is_waiting = at_kiosk and not at_kiosk.session
    if request.method != "GET" or is_waiting or not is_patient_request() or chosen_language():
        return ""
    tag = plain_language(cookies.get(COOKIE))
    locale = parsed(tag)
    return tag if locale and str(locale).replace("_", "-") == tag else ""


def _forget(response: Response) -> Response:
    if g.get("says_ended_language"):
        cookies.delete(response, COOKIE)
    return response
