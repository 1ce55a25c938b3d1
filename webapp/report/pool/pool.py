"""Reports are rendered in other processes: a request never renders, and a render never holds up a request.

Safe to use from several threads. The renderer itself is never loaded into the process of the pool.
"""

from __future__ import annotations

import contextlib
import logging
import os
import pickle
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType

from webapp.child_process import ChildProcess, FairQueue, QueueBusy
from webapp.report.pdf.weasyprint_patches.supported_versions import unsupported_versions
from webapp.report.pool.protocol import DONE
from webapp.report.views.documents import Printable, document_count

_log = logging.getLogger("gutfactors")

COMMAND = (sys.executable, "-m", "webapp.report.pool.worker")
TRIES = 2  # a report that takes too long, or ends its process, is tried once more

KILLS = 12
"""Processes that one report may lose to somebody who kills them: that says nothing about the report."""


class RenderBusy(Exception):  # noqa: N818 - a state, not a mistake
    """Too many reports are waiting. Ask again after `retry_after` seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("too many reports are waiting")
        self.retry_after = retry_after


class RenderFailed(Exception):  # noqa: N818 - a state, not a mistake
    """There is no PDF. The message holds no answers."""


@dataclass(frozen=True)
class RenderLimits:
    """How much a render may take.

    `seconds`: wall time of one document. `cpu_seconds`: of one document. `memory`: address space in bytes.
    `documents`: after so many a process is replaced. `patience`: seconds to wait for a free process.
    """

    seconds: float = 20
    cpu_seconds: int = 20
    memory: int = 1 << 30
    documents: int = 500
    patience: float = 6


class RenderPool:
    """Warm render processes, as many as cores less one, and a queue of bounded length before them."""

    def __init__(
        self,
        workers: int | None = None,
        *,
        waiting: int = 4,
        limits: RenderLimits | None = None,
        command: tuple[str, ...] = COMMAND,
    ) -> None:
        if versions := unsupported_versions():
            _log.warning("reports take twice as long: their renderer was not tested with %s", versions)
        count = workers or max(1, (os.cpu_count() or 1) - 1)
        self._limits = limits or RenderLimits()
        self._command = (*command, str(self._limits.memory), str(self._limits.cpu_seconds))
        self._lock = threading.Lock()
        self._is_closed = False
        self._found_lost = 0
        self._children: set[ChildProcess] = set()
        self._idle: FairQueue[ChildProcess] = FairQueue(count + waiting)
        for _ in range(count):
            self._idle.put(self._start())

    def __enter__(self) -> RenderPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def pdf(self, view: Printable) -> bytes:
        """Return the view as a PDF. Raise RenderBusy or RenderFailed."""
        try:
            with self._idle.place():
                return self._made(view)
        except QueueBusy:
            raise RenderBusy(max(1, int(self._limits.patience))) from None

    def wait_until_idle(self, seconds: float) -> bool:
        """Wait until nobody waits, and a report would be begun at once; False when that took longer."""
        return self._idle.wait_until_idle(seconds)

    def is_alive(self) -> bool:
        """Return whether a report could be begun, or is being made.

        A lost process is replaced. The pool counts as dead when its successor is lost as well by the time
        that somebody asks again.
        """
        try:
            child = self._idle.get(0)
        except QueueBusy:
            return not self._is_closed
        self._found_lost = 0 if child.is_usable else self._found_lost + 1
        self._idle.put(self._usable(child))
        return self._found_lost < TRIES and not self._is_closed

    def close(self) -> None:
        """End every render process, also one that is rendering. A second call does nothing."""
        with self._lock:
            self._is_closed = True
            children, self._children = self._children, set()
        self._idle.close()
        for child in children:
            child.end()

    def _made(self, view: Printable) -> bytes:
        job, seconds = pickle.dumps(view), self._limits.seconds * document_count(view)
        tries = kills = 0
        while tries < TRIES and kills < KILLS:
            with self._lent() as child:
                reply = child.ask(job, seconds)
            if reply is not None:
                return _pdf_of(reply)
            tries, kills = (tries, kills + 1) if child.was_killed else (tries + 1, kills)
        raise RenderFailed("the render process was lost, and the one after it too")

    @contextlib.contextmanager
    def _lent(self) -> Iterator[ChildProcess]:
        """Yield a running process, for one job."""
        if self._is_closed:
            raise RenderFailed("the pool is closed")
        child = self._idle.get(self._limits.patience)
        try:
            child = self._usable(child)  # it may have died while it was idle
            yield child
        finally:
            self._idle.put(self._usable(child))

    def _usable(self, child: ChildProcess) -> ChildProcess:
        """Return the process, or a new one in its place.

        Where none can be started now, the lost one stays in the queue, and the next report tries again.
        """
        if child.is_usable and child.asked < self._limits.documents:
            return child
        with self._lock:
            self._children.discard(child)
        child.end()
        with contextlib.suppress(OSError, RenderFailed):
            return self._start()
        return child

    def _start(self) -> ChildProcess:
        with self._lock:
            if self._is_closed:
                raise RenderFailed("the pool is closed")
            child = ChildProcess(self._command)
            self._children.add(child)
        return child


def _pdf_of(reply: bytes) -> bytes:
    """Return the PDF of a reply. Raise RenderFailed when it has none."""
    if not reply.startswith(DONE):
        raise RenderFailed(f"the renderer stopped: {reply[1:].decode(errors='replace')}")
    return reply[1:]
