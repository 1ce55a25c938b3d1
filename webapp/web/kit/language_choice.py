"""The languages that a patient may choose between, and the choice."""

from collections.abc import Iterator

from flask import request
from werkzeug.wrappers import Response

from webapp.localization.localizer import Localizer
from webapp.web.kit import cookies
from webapp.web.kit.app_context import app_context
from webapp.web.kit.page_language import COOKIE


def language_choices() -> Iterator[Localizer]:
    """Yield the languages that patients may choose, the clinic's first; none where there is one alone."""
    offered = app_context().offered_languages
    if len(offered) > 1:
        folder = app_context().settings.translations
        yield from (Localizer(language, folder=folder) for language in offered)


def typed_language() -> str:
    """Return the language of the button that was pressed, "" for other buttons."""
    chosen = request.form.get("language", "")
    return chosen if chosen in app_context().offered_languages else ""


def set_language(response: Response, language: str) -> Response:
    """Set the cookie with this language; "" leaves it as it is."""
    return cookies.put(response, COOKIE, language, None) if language else response


def says_what_is_unreviewed() -> bool:
    """Return whether this page is the first one of a visit, or its last."""
    first = app_context().questionnaire.sections[0].id
    page = request.endpoint, (request.view_args or {}).get("section")
    return page == ("sections.show", first) or request.endpoint in ("start.show", "result.show")
