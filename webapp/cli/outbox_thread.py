"""A background thread that works off what waits to be sent."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from webapp.cli.clock import utc_now
from webapp.storage import StoreUnavailable
from webapp.tracebacks import traceback_of

PAUSE_SECONDS = 2.0
STOP_SECONDS = 30.0

_log = logging.getLogger("gutfactors")


class Sender(Protocol):
    """Something that sends what waits, one thing at a time."""

    what: str

    def send_next(self, now: datetime) -> bool:
        """Try what is due first. Return whether there was anything. Raise StoreUnavailable."""


class LastingWarning:
    """A warning that is logged once while it lasts, and once when it is over."""

    def __init__(self, over: str) -> None:
        self._over = over
        self._said = ""

    def begin(self, sentence: str) -> None:
        if sentence != self._said:
            self._said = sentence
            _log.warning("%s", sentence)

    def end(self) -> None:
        if self._said:
            _log.warning("%s", self._over)
        self._said = ""


class OutboxThread:
    """A thread that sends what waits. It survives every exception."""

    def __init__(
        self, sender: Sender, clock: Callable[[], datetime] = utc_now, pause: float = PAUSE_SECONDS
    ) -> None:
        self._sender = sender
        self._clock = clock
        self._pause = pause
        self._store_warning = LastingWarning(f"{sender.what} can be sent again")
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"{sender.what}-sender", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Send nothing more. What is being sent has some seconds to end: its lease covers the rest."""
        self._stopped.set()
        self._thread.join(STOP_SECONDS)

    def _run(self) -> None:
        while not self._stopped.is_set():
            if not self._try_next():
                self._stopped.wait(self._pause)

    def _try_next(self) -> bool:
        try:
            was_due = self._sender.send_next(self._clock())
        except StoreUnavailable as error:
            self._store_warning.begin(f"{self._sender.what} wait, and will be tried again: {error}")
            return False
        except Exception as error:  # noqa: BLE001  without this thread nothing would be sent
            _log.error("%s wait, and will be tried again: %s", self._sender.what, traceback_of(error))
            return False
        self._store_warning.end()
        return was_due
