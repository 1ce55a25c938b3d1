"""The process that renders: `python -m webapp.report.pool.worker MEMORY CPU_SECONDS`.

It reads jobs from standard input and writes replies to standard output (`protocol`). It ends when its
standard input closes, also in the middle of a render: so no render outlives the server, however that ends.
"""

import gc
import os
import pickle
import signal
import sys
import threading
import time
from queue import SimpleQueue
from types import ModuleType
from typing import IO

from webapp.child_process.frame_room import with_frame_room
from webapp.child_process.messages import read_message, take_over_stdout, write_message
from webapp.report.pdf.log_errors import FaultyPrintError
from webapp.report.pdf.printing import print_report, warm_up
from webapp.report.pool.protocol import DONE, FAILED
from webapp.report.views.documents import Printable, document_count

resource: ModuleType | None
try:
    import resource
except ImportError:  # Windows has no such limits; the pool's time limit holds there too
    resource = None

# Audit events, https://docs.python.org/3/library/audit_events.html: what a renderer never needs.
REFUSED_EVENTS = (
    *("socket.", "subprocess.", "urllib.", "ftplib.", "http."),
    *("os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork"),
)

NICENESS = 5  # pages come before reports when both compete for a core


def main(memory: int, cpu_seconds: int) -> None:
    """Render until standard input closes."""
    step_back()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server's to answer: it closes the pipe
    jobs: SimpleQueue[bytes] = SimpleQueue()
    outbox = take_over_stdout()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, jobs), daemon=True).start()
    warm_up()
    limit("RLIMIT_AS", memory)
    limit("RLIMIT_CORE", 0)
    sys.addaudithook(refuse)
    gc.disable()
    gc.freeze()  # what every report needs is not looked at after each
    work(jobs, outbox, cpu_seconds)


@with_frame_room
def work(jobs: SimpleQueue[bytes], outbox: IO[bytes], cpu_seconds: int) -> None:
    """Reply to jobs as they come."""
    while True:
        write_message(outbox, answer(jobs.get(), cpu_seconds))
        collect_garbage()


def collect_garbage() -> None:
    """Free what a report left behind, and keep the rest (styles, fonts) out of later collections."""
    gc.collect()
    gc.freeze()


def answer(job: bytes, cpu_seconds: int) -> bytes:
    """Return the reply to one pickled view. Of a failure it has the kind alone: messages may hold answers."""
    try:
        view: Printable = pickle.loads(job)  # noqa: S301 - comes from the server that started this process
        limit("RLIMIT_CPU", int(time.process_time()) + 1 + cpu_seconds * document_count(view))
        return DONE + print_report(view)
    except FaultyPrintError as fault:
        return FAILED + str(fault).encode()
    except Exception as failure:  # noqa: BLE001 - whatever it is, the process goes on
        return FAILED + type(failure).__name__.encode()


def step_back() -> None:
    """Lower the priority of this process below the server's, unless that is as low already."""
    if hasattr(os, "nice"):
        os.nice(max(0, NICENESS - os.nice(0)))


def refuse(event: str, _details: object) -> None:
    """Refuse network and other programs, as an audit hook."""
    if event.startswith(REFUSED_EVENTS):
        raise PermissionError(f"a render process may not do this: {event}")


def limit(name: str, most: int) -> None:
    """Set a soft limit of the operating system, where it has it and allows it."""
    kind = getattr(resource, name, None)
    if resource is None or kind is None:
        return
    hard = resource.getrlimit(kind)[1]
    allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
    try:
        resource.setrlimit(kind, (allowed, hard))
    except (OSError, ValueError):  # macOS refuses some; the other limits stand
        return


def _listen(inbox: IO[bytes], jobs: SimpleQueue[bytes]) -> None:
    while (job := read_message(inbox)) is not None:
        jobs.put(job)
    os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
