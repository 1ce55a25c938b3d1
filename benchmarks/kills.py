"""Render processes are killed at random while reports are made: every report must come out.

300 reports with the real renderer; `--quick`: 30. Ends with 1 when one is missing.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from benchmarks import interleaved
from benchmarks.processes import family
from benchmarks.reports import view_of
from webapp.report import RenderBusy, RenderFailed, RenderPool

BETWEEN_KILLS = (1.0, 8.0)
"""Times that a report takes on this machine."""


def main() -> None:
    """Ask from two threads, for two processes, while a third thread kills them."""
    count, view, over = (30 if "--quick" in sys.argv else 300), view_of("W55"), threading.Event()
    killed: list[int] = []
    with RenderPool(2) as pool, ThreadPoolExecutor(2) as askers:
        pool.pdf(view)
        started = time.perf_counter()
        pool.pdf(view)
        usual = time.perf_counter() - started
        killer = threading.Thread(target=kill, args=(over, usual, killed))
        killer.start()
        made = list(askers.map(lambda _: made_of(pool, view), range(count)))
        over.set()
        killer.join()
    came = sum(made)
    print(f"{count} reports, {len(killed)} processes killed, {came} came out")
    interleaved.keep("reports asked for, processes killed, reports that came out", [count, len(killed), came])
    sys.exit(came != count)


def made_of(pool: RenderPool, view: object) -> bool:
    """Return whether the report came out, asking again while the pool is busy."""
    while True:
        try:
            return pool.pdf(view).startswith(b"%PDF")  # type: ignore[arg-type]
        except RenderBusy as busy:
            time.sleep(busy.retry_after)
        except RenderFailed:
            return False


def kill(over: threading.Event, usual: float, killed: list[int]) -> None:
    """Kill one of the processes now and then."""
    dice = random.Random(7)  # noqa: S311  it keeps nothing secret
    while not over.wait(usual * dice.uniform(*BETWEEN_KILLS)):
        children = [pid for pid in family(os.getpid()) if pid != os.getpid()]
        with suppress(IndexError, ProcessLookupError):
            victim = dice.choice(children)
            os.kill(victim, signal.SIGKILL)
            killed.append(victim)


if __name__ == "__main__":
    main()
