"""Stops a print if WeasyPrint logs a warning: it would go on with something missing.

WeasyPrint logs a picture that cannot be drawn, an unknown property or a letter that no font has, and goes on,
perhaps without the rest of the page. No log record is harmless: a template that causes one must be fixed.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from traceback import extract_tb

TRACED = "weasyprint"  # WeasyPrint's logger; its DEBUG records name the cause

LETTER_WITHOUT_FONT = ".notdef glyph"  # how WeasyPrint begins to say so
NO_FONT = (
    "no font on this machine has all of its letters and signs; "
    "for Chinese, Japanese and Korean run  script/prepare fonts"
)


class FaultyPrintError(Exception):
    """Something would be missing on paper. The message holds no words of the page."""


class _Listener(logging.Handler):
    """Collects the warnings and errors that one thread logs, and the exceptions that WeasyPrint caught.

    With `says_all` the messages are quoted; else only their patterns, which hold no words of a page.
    """

    def __init__(self, *, says_all: bool) -> None:
        super().__init__()
        self.complaints: dict[str, None] = {}
        self._says_all = says_all
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread != self._thread:
            return
        if record.levelno >= logging.WARNING:
            self.complaints[self._words(record)] = None
        elif record.exc_info and record.exc_info[0] is not None:
            self.complaints[_inside(record)] = None

    def _words(self, record: logging.LogRecord) -> str:
        """Return what a record says. One without arguments may quote what it is about."""
        if str(record.msg).startswith(LETTER_WITHOUT_FONT):
            return NO_FONT
        said = (
            record.getMessage() if self._says_all else str(record.msg) if record.args else "no more is told"
        )
        return f"{record.name}: {said} ({_place(record.pathname, record.lineno)})"


@contextmanager
def ending_on_complaints(*, says_all: bool = False) -> Iterator[None]:
    """Raise FaultyPrintError for what was logged meanwhile. `says_all` where no patient is printed."""
    root, traced, heard = logging.getLogger(), logging.getLogger(TRACED), _Listener(says_all=says_all)
    level = traced.level
    traced.setLevel(logging.DEBUG)
    root.addHandler(heard)
    try:
        yield
    finally:
        root.removeHandler(heard)
        traced.setLevel(level)
    if heard.complaints:
        raise FaultyPrintError("; ".join(heard.complaints))


def _inside(record: logging.LogRecord) -> str:
    """Return the type of an error that was caught, and where it was raised."""
    kind, _, traceback = record.exc_info or (None, None, None)
    last = extract_tb(traceback)[-1:]
    where = "".join(f" in {_place(one.filename, one.lineno)}" for one in last)
    return f"{kind.__name__ if kind else 'an error'}{where}"


def _place(path: str, line: int | None) -> str:
    return f"{'/'.join(PurePath(path).parts[-2:])}, line {line}"
