"""Lines of the log."""

from __future__ import annotations

import json
import logging
import sys
from subprocess import run

import pytest

from tests.project import ROOT
from webapp.settings.logs import HideAddresses, JsonFormatter


def record(message: str, *args: object, failed: bool = False) -> logging.LogRecord:
    error = None
    if failed:
        try:
            int("lemonade\nand cake")
        except ValueError:
            error = sys.exc_info()
    return logging.LogRecord("waitress", logging.ERROR, "x.py", 1, message, args, error)


def test_a_failure_is_one_object_on_one_line() -> None:
    line = JsonFormatter().format(record("it failed in %s", "home", failed=True))
    assert "\n" not in line
    told = json.loads(line)
    assert told["message"] == "it failed in home"
    assert told["exception"].startswith("ValueError\n  File ")
    assert "lemonade\n" not in told["exception"]


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_no_error_that_a_library_logs_leaves_its_message(log_format: str) -> None:
    """An error that waitress or procrastinate catches may quote an answer, and so may its cause."""
    script = f"""
import logging
from webapp.settings import Settings
from webapp.settings.logs import configure_logging

configure_logging(Settings.load({{"GUTFACTORS_LOG_FORMAT": "{log_format}"}}))

def fail():
    int("lemonade"[::-1])

try:
    try:
        fail()
    except ValueError as error:
        raise KeyError(str(error)) from error
except KeyError:
    logging.getLogger("waitress").exception("Exception while serving %s", "/x")
"""
    said = run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True).stderr
    assert "edanomel" not in said
    for each in ("Exception while serving a page", "KeyError", "caused by ValueError", "in fail"):
        assert each in said


def test_a_line_of_the_server_loses_what_it_is_about() -> None:
    about, plain = record("Exception while serving %s", "/come-back/KEY"), record("Socket error")
    for one in (about, plain):
        assert HideAddresses().filter(one)
    assert about.getMessage() == "Exception while serving a page"
    assert plain.getMessage() == "Socket error"
