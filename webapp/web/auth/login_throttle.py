"""Limits on sign-in tries, by account and device. No network address is ever shut out.

A whole clinic shares one address. The first defence is OWASP's "device cookies": a browser in which somebody
signed in before has tries of its own, so that guesses made elsewhere cannot lock it out. The second limits
guesses at many names, which cost a slow hash each. Both keep a share for addresses with few failures
(`kit/rate_limit.py`), so that somebody who guesses on and on keeps nobody from signing in on a new browser.
"""

from math import ceil

from werkzeug.wrappers import Response

from webapp.web.kit import cookies
from webapp.web.kit.app_context import app_context
from webapp.web.kit.i18n import ngettext
from webapp.web.kit.rate_limit import MINUTE, RateLimit
from webapp.web.kit.throttled_audit import SIGN_IN

SIGN_IN_LIMIT = RateLimit("sign-ins", each=20, together=120)
"""Tries a minute in browsers in which nobody signed in before: in one, and in all. Each costs a slow hash."""

COOKIE = "device"


def seconds_until_allowed(login: str) -> int:
    """Return how long to wait before the next try with this name in this browser; 0 for not at all."""
    app = app_context()
    now, device, is_calm = app.clock(), device_of(login), SIGN_IN_LIMIT.has_few_failures()
    wait = app.store.login_attempts.seconds_until_allowed(login, device, now, is_calm=is_calm)
    if not wait and not device and not SIGN_IN_LIMIT.hit():
        wait = MINUTE.seconds
    if wait:
        app.throttled_audit.record("server", "was made to wait", _actor(login), now)
    return wait


def _actor(login: str) -> str:
    """Return the actor with this sign-in name for the audit log; never the name that was typed."""
    found = app_context().store.practitioners.by_login(login)
    return found.actor if found else SIGN_IN


def record_failure(login: str) -> None:
    """Count a wrong try."""
    app, now, is_calm = app_context(), app_context().clock(), SIGN_IN_LIMIT.has_few_failures()
    app.store.login_attempts.record_failure(login, device_of(login), now, is_calm=is_calm)
    SIGN_IN_LIMIT.record_failure()
    if app.store.practitioners.by_login(login) is None:
        app.throttled_audit.record("server", "tried unknown names", SIGN_IN, now)


def wait_message(seconds: int) -> str:
    """Return the sentence for somebody who has to wait."""
    minutes = ceil(seconds / MINUTE.seconds)
    return ngettext(
        "There were too many wrong tries. Please wait %(num)s minute, then try again.",
        "There were too many wrong tries. Please wait %(num)s minutes, then try again.",
        minutes,
    )


def device_of(login: str) -> str:
    """Return the token by which this browser is known for this sign-in name; "" if it is not known."""
    tries = app_context().store.login_attempts
    return next((each for each in cookies.get_tokens(COOKIE) if tries.is_known_device(login, each)), "")


def mark_known_device(response: Response, login: str) -> Response:
    """Make this browser known for this sign-in name, once a sign-in is complete."""
    if device_of(login):
        return response
    token = app_context().store.login_attempts.new_device_token(login)
    return cookies.put_tokens(response, COOKIE, [token, *cookies.get_tokens(COOKIE)], cookies.YEAR_SECONDS)
