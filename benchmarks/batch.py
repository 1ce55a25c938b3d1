"""Many reports at once: what one costs; one job and two, side by side; and the memory over a thousand.

Prints the CPU time of one report in the command and in its render process, and the ratio of two jobs to one
that follows from it on two idle cores; then reports a second with one job and with two, taken in turn, and
their ratio, which means something only while two cores are idle; then the memory of both as reports are
made. `--quick` makes fewer.
"""

from __future__ import annotations

import itertools
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path

from benchmarks import interleaved
from benchmarks.processes import resident_mib
from webapp.cli.batch.lines import BatchLine
from webapp.cli.batch.output_folder import OutputFolder
from webapp.cli.batch.run import BatchTally, Run
from webapp.cli.batch.tasks import BatchOptions, render_locally
from webapp.clinic import Clinic
from webapp.questionnaire.load import load
from webapp.report import RenderPool

ROOT = Path(__file__).parents[1]
DAY = date(2026, 10, 6)
SIGHTS = 10


def main() -> None:
    """Measure the ratio first, then the memory."""
    each, rounds, many = (12, 3, 100) if "--quick" in sys.argv else (30, 5, 1000)
    wanted = BatchOptions(load((ROOT / "questions.toml").read_text()), Clinic(), DAY, "standard", "a4")
    measure_cost(wanted, each)
    measure_jobs(wanted, each, rounds)
    measure_memory(wanted, many)


def measure_cost(wanted: BatchOptions, each: int) -> None:
    """CPU time of one report, which is the same on a busy machine."""
    first, more = cpu_seconds(wanted, 1), cpu_seconds(wanted, 1 + each)
    command, renderer = ((more[at] - first[at]) / each * interleaved.MS for at in (0, 1))
    print(f"one report, CPU ms: command {command:.0f}, render process {renderer:.0f}")
    # One job: the command prepares the next report meanwhile. Two jobs: both cores do everything.
    print(f"two jobs to one, on two idle cores, at most {2 * renderer / (renderer + command):.2f}")


def cpu_seconds(wanted: BatchOptions, count: int) -> tuple[float, float]:
    """Return the CPU seconds of the command and of its render process, which has ended."""
    before = os.times()
    with RenderPool(1) as pool:
        for _ in made(wanted, count, pool, 1):
            pass
    after = os.times()
    return after.user - before.user, after.children_user - before.children_user


def measure_jobs(wanted: BatchOptions, each: int, rounds: int) -> None:
    """One and two jobs in turn, each with warm processes."""
    rates: dict[int, list[float]] = {1: [], 2: []}
    with RenderPool(1) as one, RenderPool(2) as two:
        pools = {1: one, 2: two}
        for jobs in itertools.islice(itertools.cycle(pools), 2 * (rounds + 1)):
            started = time.perf_counter()
            for _ in made(wanted, each, pools[jobs], jobs):
                pass
            rates[jobs].append(each / (time.perf_counter() - started))
    # The first turn of each warms its processes.
    first, second = (statistics.median(rates[jobs][1:]) for jobs in rates)
    ratios = sorted(two / one for one, two in zip(rates[1][1:], rates[2][1:], strict=True))
    print(f"\n{each} reports, {rounds} rounds: reports a second")
    print(f"one job {first:.2f}, two jobs {second:.2f}, ratio {statistics.median(ratios):.2f}")
    print(f"ratios of the rounds: {', '.join(f'{ratio:.2f}' for ratio in ratios)}")


def measure_memory(wanted: BatchOptions, many: int) -> None:
    """Print the memory of the command and of its one render process at ten moments."""
    print(f"\n{many} reports, one job: MiB resident")
    print(f"{'made':>6}{'command':>10}{'renderer':>10}")
    with RenderPool(1) as pool:
        told = 0
        for tally in made(wanted, many, pool, 1):
            if tally.made >= told + many // SIGHTS:
                told = tally.made
                print(f"{tally.made:6}{resident_mib(os.getpid()):10.0f}{renderer_mib():10.0f}", flush=True)


def made(wanted: BatchOptions, count: int, pool: RenderPool, jobs: int) -> Iterator[BatchTally]:
    """Go through so many lines, into a folder that is gone afterwards."""
    make = partial(render_locally, pdf=pool.pdf, jobs=jobs)
    with tempfile.TemporaryDirectory() as folder, closing(OutputFolder(Path(folder), DAY)) as place:
        yield from Run(place, wanted).through(lines(count), make)


def lines(count: int) -> Iterator[BatchLine]:
    """Return answers of the adults of the cases, over and over."""
    cases = (json.loads(path.read_text()) for path in sorted((ROOT / "tests/cases").glob("W0*.json")))
    people = [case["answers"] for case in cases if "answers" in case]
    for number, answers in enumerate(itertools.islice(itertools.cycle(people), count), 1):
        yield BatchLine(number, answers)


def renderer_mib() -> float:
    """Return the memory of the processes that this one started."""
    children = Path("/proc/self/task").glob("*/children")
    return sum(resident_mib(int(pid)) for path in children for pid in path.read_text().split())


if __name__ == "__main__":
    main()
