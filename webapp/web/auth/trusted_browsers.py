"""Browsers that ask for the password alone for a day, if the clinic allows it."""

from werkzeug.wrappers import Response

from webapp.storage import Practitioner
from webapp.web.kit import cookies
from webapp.web.kit.app_context import app_context

COOKIE = "remembered"


def is_trusted_browser(practitioner: Practitioner) -> bool:
    """Return whether a code was given in this browser within a day, and the clinic allows that."""
    app = app_context()
    if not app.policy.remembers_browsers:
        return False
    knows, now = app.store.trusted_browsers.is_trusted, app.clock()
    return any(knows(practitioner.id, each, now) for each in cookies.get_tokens(COOKIE))


def trust_browser(response: Response, practitioner: Practitioner) -> Response:
    """Trust this browser for a day: it asks for the password alone."""
    token = app_context().store.trusted_browsers.trust(practitioner.id, app_context().clock())
    return cookies.put_tokens(response, COOKIE, [token, *cookies.get_tokens(COOKIE)], cookies.DAY_SECONDS)
