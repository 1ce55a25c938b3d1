"""The access log: which page was requested, and how that ended. It has to be switched on."""

import logging
from time import perf_counter

from flask import Flask, g, request
from werkzeug.wrappers import Response

_log = logging.getLogger("gutfactors.access")

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def add_access_log(app: Flask) -> None:
    """Log each request by the pattern of its address: an address itself can be a key, or name a patient."""
    app.before_request(_begin)
    app.after_request(_tell)


def _begin() -> None:
    g.began = perf_counter()


def _tell(response: Response) -> Response:
    pattern = request.url_rule.rule if request.url_rule else "(no page)"
    method = request.method if request.method in METHODS else "(other)"
    took = 1_000 * (perf_counter() - g.get("began", perf_counter()))
    _log.info("%s %s %d %d ms", method, pattern, response.status_code, took)
    return response
