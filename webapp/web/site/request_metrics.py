"""Counts requests for the metrics, by the pattern of their address."""

from collections.abc import Callable

from flask import Flask
from werkzeug.wrappers import Response

from webapp.web.site.access_log import begin_timing, method_label, pattern, seconds_taken


def add_request_metrics(app: Flask, count_request: Callable[[str, str, int, float], None]) -> None:
    """Count each request when its response is made."""

    def count(response: Response) -> Response:
        count_request(method_label(), pattern(), response.status_code, seconds_taken())
        return response

    app.before_request(begin_timing)
    app.after_request(count)
