"""Reports asked for by 1, 4 and 8 people at once, while patients fill in the form.

Everybody who asks has finished a questionnaire of their own, so that no report is there already; and a few
look at their result for some seconds first, as people do. Who asks finished before the turn began: as many
pages are filled in meanwhile as when nobody asks. With `--finishing` they finish in the turn. Prints what was
answered and how long it took; and how long pages of the form took, beside their time when nobody asks. Turns
of each kind are taken again and again, so that a machine that is slow for a while is slow for all. `--quick`
takes fewer and shorter ones.
"""

from __future__ import annotations

import math
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus

from benchmarks import interleaved
from benchmarks.pages import HANDFULS, Visitor, begin, post, server
from benchmarks.processes import wait_until_idle

FILLING = 2
"""Patients who fill in the form meanwhile."""

THINKING = 0.05
"""Seconds between two of their pages."""

FASTEST = 5
"""Reports a second that a turn is made ready for."""

READING = 3.0
"""Seconds that somebody looks at the result before asking for the report."""


@dataclass
class Turn:
    """What happened while so many asked, in all turns of this kind."""

    askers: int
    pages: list[float] = field(default_factory=list)
    reports: list[float] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)


def main() -> None:
    """Round after round: nobody, 1, 4, 8; then those who read first."""
    rounds, seconds, readers = (2, 2.2, 3) if "--quick" in sys.argv else (5, 8.0, 12)
    with tempfile.TemporaryDirectory() as folder, server("served", folder) as (port, pid):
        ask_once(port, Turn(0), deque())  # the first report of a process is slower
        wait_until_idle(pid)
        turns = [Turn(askers) for askers in (0, 1, 4, 8)]
        for _ in range(rounds):
            for turn in turns:
                take(port, turn, seconds)
        show(turns)
        read_first(port, readers)


def take(port: int, turn: Turn, seconds: float) -> None:
    """Run for so many seconds."""
    over = threading.Event()
    are_ready = turn.askers and "--finishing" not in sys.argv
    ready = deque(
        finished(port) for _ in range(math.ceil(seconds * FASTEST) + turn.askers if are_ready else 0)
    )
    with ThreadPoolExecutor(turn.askers + FILLING) as people:
        acts = [partial(ask_once, port, turn, ready)] * turn.askers
        done = [people.submit(repeat, act, over) for act in acts]
        done += [people.submit(fill, port, turn, over) for _ in range(FILLING)]
        time.sleep(seconds)
        over.set()
        for one in done:
            one.result()


def repeat(act: Callable[[], None], over: threading.Event) -> None:
    """Again and again, as long as the turn lasts."""
    while not over.is_set():
        act()


def fill(port: int, turn: Turn, over: threading.Event) -> None:
    """See and send one section of the form, again and again."""
    visitor = Visitor(port)
    fields = {"csrf_token": begin(visitor), "shown": " ".join(HANDFULS), **HANDFULS, "do": "continue"}
    while not over.is_set():
        for ask in (
            partial(visitor.ask, "GET", "/section/fibre"),
            partial(post, visitor, "/section/fibre", fields),
        ):
            started = time.perf_counter()
            ask()
            turn.pages.append(time.perf_counter() - started)
            time.sleep(THINKING)


def finished(port: int) -> Visitor:
    """Somebody who has just finished the questionnaire."""
    visitor = Visitor(port)
    token = begin(visitor)
    fields = {
        "csrf_token": token,
        "shown": "signs_now red_flags",
        "signs_now": "none",
        "red_flags": "none",
        "do": "continue",
    }
    post(visitor, "/section/safety", fields)
    post(visitor, "/check", {"csrf_token": token})
    return visitor


def ask_once(port: int, turn: Turn, ready: deque[Visitor]) -> None:
    """Ask for the report until it comes, as one of those who are ready, or after finishing."""
    visitor = ready.popleft() if ready else finished(port)
    while turn.answers["other"] == 0:
        started = time.perf_counter()
        status, retry_after = asked(visitor)
        turn.reports.append(time.perf_counter() - started)
        later = status == HTTPStatus.SERVICE_UNAVAILABLE and retry_after
        turn.answers["PDF" if status == HTTPStatus.OK else "later" if later else "other"] += 1
        if not later:
            return
        time.sleep(int(retry_after))


def asked(visitor: Visitor) -> tuple[int, str]:
    """Ask for the report; give the status, and when to come back."""
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())}
    visitor.connection.request("GET", "/result/report.pdf", headers=headers)
    answer = visitor.connection.getresponse()
    answer.read()
    return answer.status, answer.getheader("Retry-After", "")


def show(turns: list[Turn]) -> None:
    """Print a line for each turn. Pages are compared with those of the first turn, in which nobody asks."""
    print(f"\n{'askers':>6}{'PDF':>6}{'503':>6}{'other':>7}{'median s':>10}{'longest s':>11}", end="")
    print(f"{'pages':>8}{'p50 ms':>9}{'p99 ms':>9}{'of quiet':>10}")
    quiet, found = interleaved.percentile(turns[0].pages, 99), []
    for turn in turns:
        p99 = interleaved.percentile(turn.pages, 99)
        waits = turn.reports or [0.0]
        told = [turn.answers[kind] for kind in ("PDF", "later", "other")]
        print(f"{turn.askers:6}{told[0]:6}{told[1]:6}{told[2]:7}", end="")
        print(f"{statistics.median(waits):10.2f}{max(waits):11.2f}{len(turn.pages):8}", end="")
        median_ms, p99_ms = statistics.median(turn.pages) * interleaved.MS, p99 * interleaved.MS
        print(f"{median_ms:9.1f}{p99_ms:9.1f}{p99 / quiet:10.2f}")
        found.append([turn.askers, *told, statistics.median(waits), max(waits), p99, p99 / quiet])
    interleaved.keep("askers, PDF, 503, other, median s, longest s, pages p99 s, against quiet", found)


def read_first(port: int, readers: int) -> None:
    """How long the report takes when its result was looked at for some seconds."""
    waits = []
    for _ in range(readers):
        visitor = finished(port)
        visitor.ask("GET", "/result")
        time.sleep(READING)
        started = time.perf_counter()
        if asked(visitor)[0] != HTTPStatus.OK:
            sys.exit("the report did not come")
        waits.append((time.perf_counter() - started) * interleaved.MS)
    p95 = interleaved.percentile(waits, 95)
    print(
        f"after {READING:.0f} s with the result: median {statistics.median(waits):.0f} ms, p95 {p95:.0f} ms"
    )
    interleaved.keep(
        "report after the result was read: median and p95 in ms", [statistics.median(waits), p95]
    )


if __name__ == "__main__":
    main()
