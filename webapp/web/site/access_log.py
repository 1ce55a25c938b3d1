"""The access log: which page was requested, and how that ended. It has to be switched on."""

import logging
from time import perf_counter

from flask import Flask, g, request
from werkzeug.wrappers import Response

_log = logging.getLogger("gutfactors.access")

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def add_access_log(app: Flask) -> None:
    """Log each request by the pattern of its address: an address itself can be a key, or name a patient."""
    app.before_request(begin_timing)
    app.after_request(_log_request)


def begin_timing() -> None:
    """Note when this request began."""
    g.began = perf_counter()


def pattern() -> str:
    """Return the pattern of the address that was requested."""
    return request.url_rule.rule if request.url_rule else "(no page)"


def method_label() -> str:
    """Return the method, or one word for all methods that no page has: a client can invent any."""
    return request.method if request.method in METHODS else "(other)"


def seconds_taken() -> float:
    """Return the seconds since this request began."""
    now = perf_counter()
    began: float = g.get("began", now)
    return now - began


def _log_request(response: Response) -> Response:
    _log.info("%s %s %d %d ms", method_label(), pattern(), response.status_code, 1_000 * seconds_taken())
    return response
