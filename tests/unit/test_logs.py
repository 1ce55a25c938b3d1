"""Lines of the log."""

from __future__ import annotations

import json
import logging
import sys

from webapp.settings.logs import HideAddresses, JsonFormatter


def record(message: str, *args: object, failed: bool = False) -> logging.LogRecord:
    error = None
    if failed:
        try:
            raise ValueError("two\nlines")
        except ValueError:
            error = sys.exc_info()
    return logging.LogRecord("waitress", logging.ERROR, "x.py", 1, message, args, error)


def test_a_failure_is_one_object_on_one_line() -> None:
    line = JsonFormatter().format(record("it failed in %s", "home", failed=True))
    assert "\n" not in line
    told = json.loads(line)
    assert told["message"] == "it failed in home"
    assert told["exception"].endswith("ValueError: two\nlines")


def test_a_line_of_the_server_loses_what_it_is_about() -> None:
    about, plain = record("Exception while serving %s", "/come-back/KEY"), record("Socket error")
    for one in (about, plain):
        assert HideAddresses().filter(one)
    assert about.getMessage() == "Exception while serving a page"
    assert plain.getMessage() == "Socket error"
