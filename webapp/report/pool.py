"""Reports are rendered in other processes: a request never renders, and a render never holds up a request.

Safe to use from several threads. The renderer itself is never loaded into the process of the pool.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, LifoQueue
from types import TracebackType
from typing import IO, cast

from webapp.report.frames import PRINTED, receive, send
from webapp.report.kinds import View, documents_in

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "webapp.report.render_process")
OWN_SETTINGS = "GUTFACTORS_"
"""Settings of the server, secrets among them: a render process gets none of these."""

SECONDS_TO_END = 1.0

TRIES = 2
"""A process that is lost costs one more try, not the report."""


class RenderBusy(Exception):  # noqa: N818 - a state, not a mistake
    """Too many reports are waiting. Ask again after `retry_after` seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("too many reports are waiting")
        self.retry_after = retry_after


class RenderFailed(Exception):  # noqa: N818 - a state, not a mistake
    """There is no PDF. The message holds no answers."""


@dataclass(frozen=True)
class Limits:
    """How much a render may take.

    `seconds`: wall time of one document. `cpu_seconds`: of one document. `memory`: address space in bytes.
    `documents`: after so many a process is replaced. `patience`: seconds to wait for a free process.
    """

    seconds: float = 20
    cpu_seconds: int = 20
    memory: int = 1 << 30
    documents: int = 500
    patience: float = 8


class RenderPool:
    """Warm render processes, as many as cores less one, and a queue of bounded length before them."""

    def __init__(
        self,
        workers: int | None = None,
        *,
        waiting: int = 4,
        limits: Limits | None = None,
        command: tuple[str, ...] = COMMAND,
    ) -> None:
        count = workers or max(1, (os.cpu_count() or 1) - 1)
        self._limits = limits or Limits()
        self._command = (*command, str(self._limits.memory), str(self._limits.cpu_seconds))
        self._seats = threading.BoundedSemaphore(count + waiting)
        self._lock = threading.Lock()
        self._is_closed = False
        self._children: set[_Child] = set()
        self._idle: LifoQueue[_Child] = LifoQueue()
        for _ in range(count):
            self._idle.put(self._start())

    def __enter__(self) -> RenderPool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def pdf(self, view: View) -> bytes:
        """The view as a PDF. Raises RenderBusy or RenderFailed."""
        if self._is_closed:
            raise RenderFailed("the pool is closed")
        job = pickle.dumps(view)
        with self._seat():
            for _ in range(TRIES):
                reply = self._ask(job, self._limits.seconds * documents_in(view))
                if reply is not None:
                    return _pdf_of(reply)
        raise RenderFailed("the render process was lost, and the one after it too")

    def close(self) -> None:
        """End every render process, also one that is rendering. A second call does nothing."""
        with self._lock:
            self._is_closed = True
            children, self._children = self._children, set()
        for child in children:
            child.end()

    @contextlib.contextmanager
    def _seat(self) -> Iterator[None]:
        if not self._seats.acquire(blocking=False):
            raise RenderBusy(int(self._limits.patience))
        try:
            yield
        finally:
            self._seats.release()

    def _ask(self, job: bytes, seconds: float) -> bytes | None:
        """The reply of a free process, or None when it was lost."""
        try:
            child = self._idle.get(timeout=self._limits.patience)
        except Empty:
            raise RenderBusy(int(self._limits.patience)) from None
        try:
            reply = child.ask(job, seconds)
        finally:
            self._give_back(child)
        return reply

    def _give_back(self, child: _Child) -> None:
        """Free the process for the next report, or put a fresh one in its place.

        Where none can be started now, the lost one stays in the queue, and the next report tries again.
        """
        if child.is_alive and child.documents < self._limits.documents:
            self._idle.put(child)
            return
        with self._lock:
            self._children.discard(child)
        child.end()
        with contextlib.suppress(OSError):
            child = self._start()
        self._idle.put(child)

    def _start(self) -> _Child:
        with self._lock:
            if self._is_closed:
                raise RenderFailed("the pool is closed")
            child = _Child(self._command)
            self._children.add(child)
        return child


def _pdf_of(reply: bytes) -> bytes:
    """Raises RenderFailed when the reply is no PDF."""
    if not reply.startswith(PRINTED):
        raise RenderFailed(f"the renderer stopped with {reply[1:].decode(errors='replace')}")
    return reply[1:]


class _Child:
    """One render process and its two pipes."""

    def __init__(self, command: tuple[str, ...]) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(OWN_SETTINGS)}
        self.documents = 0
        self.is_alive = True
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env=environment
        )
        self._jobs = cast("IO[bytes]", self._process.stdin)
        self._replies = cast("IO[bytes]", self._process.stdout)

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask(self, job: bytes, seconds: float) -> bytes | None:
        """The reply, or None when the process is lost or takes longer: then it is killed."""
        self.documents += 1
        self.is_alive = False  # until the reply is there whole: a late one must never meet the next report
        watch = threading.Timer(seconds, self._process.kill)
        watch.start()
        try:
            send(self._jobs, job)
            reply = receive(self._replies)
        except (OSError, ValueError):  # a broken pipe, or one that `end` has closed
            reply = None
        finally:
            watch.cancel()
        self.is_alive = reply is not None
        return reply

    def end(self) -> None:
        """Close its pipe, at which it ends by itself; kill it when it does not."""
        with contextlib.suppress(OSError):
            self._jobs.close()
        try:
            self._process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        with contextlib.suppress(OSError):
            self._replies.close()
