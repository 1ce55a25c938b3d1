"""A background thread of a server that looks for what is wrong, so that the log says so within a minute."""

import logging
import threading
from collections.abc import Callable

from webapp.tracebacks import traceback_of

PAUSE_SECONDS = 30.0

_log = logging.getLogger("gutfactors")
_NOT_CHECKED = "the health of the server could not be checked, and will be again: %s"


class HealthWatch:
    """A thread that calls `look` at the start and every half minute. It survives every exception."""

    def __init__(self, look: Callable[[], object], pause: float = PAUSE_SECONDS) -> None:
        self._look = look
        self._pause = pause
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="health-watch", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Wait for a look that has begun, and begin no other."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._look()
            except Exception as error:  # noqa: BLE001  without this thread the log would say nothing
                _log.error(_NOT_CHECKED, traceback_of(error))
            self._stopped.wait(self._pause)
