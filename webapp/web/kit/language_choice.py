"""The language of a request: what the patient chose, or what their browser asks for."""

from collections.abc import Iterator, Sequence

from flask import Flask, g, request
from werkzeug.wrappers import Response

from webapp.localization.catalogues import is_easy, is_same_language, plain_language
from webapp.localization.localizer import Localizer
from webapp.questionnaire.loading.wording import SIMPLE
from webapp.web.kit import cookies
from webapp.web.kit.app_context import app_context
from webapp.web.kit.audience import is_staff_page

COOKIE = "language"
"""The cookie with the language that the patient chose.

It ends with the browser or the kiosk session; where a device keeps a draft for longer, with its cookie.
"""

STAFF_ENTRANCES = frozenset({"sign_in", "first_run", "choose_password"})
"""Blueprints of pages for staff who are not signed in yet."""


def init_patient_language(app: Flask) -> None:
    """Decide the language of each request once, after the hooks that find out about a kiosk."""
    app.before_request(_set_patient_language)


def _set_patient_language() -> None:
    """Note the language of a patient's request. A guard that lets staff in takes it back."""
    if is_patient_request():
        g.language = _requested_language(app_context().offered_editions)


def is_patient_request() -> bool:
    """Return whether a patient reads the answer, as far as can be known."""
    return not is_staff_page() and request.blueprint not in STAFF_ENTRANCES


def _requested_language(offered: Sequence[str]) -> str:
    """Return the language that was chosen, else one that the browser asks for, else the first offered.

    The browser of a kiosk is the clinic's, and asks for nothing; what was chosen there ends with its session.
    """
    at_kiosk = g.get("kiosk_request")
    chosen = "" if at_kiosk and not at_kiosk.session else chosen_language()
    if chosen:
        return chosen
    asked = () if at_kiosk else request.accept_languages.values()
    wanted = (one for tag in asked for one in offered if is_same_language(tag, one))
    return next(wanted, offered[0])


def chosen_language() -> str:
    """Return the language that was chosen on this device, "" for none or one that is not offered now.

    For an easy-read edition that is not there, its language in plain words.
    """
    chosen, offered = cookies.get(COOKIE), app_context().offered_editions
    return next((each for each in (chosen, plain_language(chosen)) if each in offered), "")


def language_choices() -> Iterator[Localizer]:
    """Yield the languages that patients may choose, the clinic's first; none where there is one alone.

    Who reads an easy-read edition is offered those of other languages.
    """
    app = app_context()
    if len(app.offered_languages) > 1:
        for language in app.offered_languages:
            easy = f"{language}{SIMPLE}"
            is_there = is_easy(app.language) and easy in app.offered_editions
            yield Localizer(easy if is_there else language, folder=app.settings.translations)


def other_edition() -> Localizer | None:
    """Return the easy-read edition of the language that is read, or from that one the plain words."""
    app = app_context()
    other = plain_language(app.language) if is_easy(app.language) else f"{app.language}{SIMPLE}"
    return Localizer(other, folder=app.settings.translations) if other in app.offered_editions else None


def typed_language() -> str:
    """Return the language of the button that was pressed, "" for other buttons."""
    chosen = request.form.get("language", "")
    return chosen if chosen in app_context().offered_editions else ""


def set_language(response: Response, language: str, seconds: int | None = None) -> Response:
    """Set the cookie with this language, by default until the browser is closed; "" leaves it as it is."""
    return cookies.put(response, COOKIE, language, seconds) if language else response


def says_what_is_unreviewed() -> bool:
    """Return whether this page is the first one of a visit, or its last."""
    first = app_context().questionnaire.sections[0].id
    page = request.endpoint, (request.view_args or {}).get("section")
    return page == ("sections.show", first) or request.endpoint in ("start.show", "result.show")
