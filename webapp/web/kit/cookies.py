"""Our cookies besides the session: out of reach of scripts, and not sent by other sites."""

from collections.abc import Sequence

from flask import request
from werkzeug.wrappers import Response

from webapp.web.kit.app_context import app_context

DAY_SECONDS = 86_400
YEAR_SECONDS = 365 * DAY_SECONDS  # browsers keep no cookie for much longer

BETWEEN = "~"
MOST_TOKENS = 8  # practitioners who may share one browser


def get(name: str) -> str:
    """Return the value of this cookie, or ""."""
    return request.cookies.get(_full(name), "")


def put(response: Response, name: str, value: str, seconds: int | None) -> Response:
    """Set the cookie; without `seconds`, until the browser is closed."""
    response.set_cookie(
        _full(name),
        value,
        max_age=seconds,
        secure=app_context().settings.https,
        httponly=True,
        samesite="Lax",
    )
    return response


def get_tokens(name: str) -> list[str]:
    """Return the tokens of this cookie: one for each practitioner who uses this browser."""
    return [each for each in get(name).split(BETWEEN) if each][:MOST_TOKENS]


def put_tokens(response: Response, name: str, tokens: Sequence[str], seconds: int) -> Response:
    """Set a cookie with the first MOST_TOKENS of these."""
    return put(response, name, BETWEEN.join(tokens[:MOST_TOKENS]), seconds)


def delete(response: Response, name: str) -> Response:
    """Delete the cookie."""
    return delete_by_full_name(response, _full(name))


def delete_by_full_name(response: Response, full_name: str) -> Response:
    """Delete the cookie with this name, which may have a prefix."""
    response.delete_cookie(full_name, secure=app_context().settings.https, httponly=True, samesite="Lax")
    return response


def _full(name: str) -> str:
    """Return the name of the cookie: with https, its prefix keeps other hosts from setting it."""
    return f"__Host-{name}" if app_context().settings.https else name
