"""Several ways of doing a thing, timed in turn in one run: CPU time beside wall time."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

MS = 1000.0
SELDOM = 4

Meter = Callable[[], float]
"""CPU seconds used so far by the process that does the work."""


@dataclass(frozen=True)
class Row:
    """One way, measured `runs` times: medians and spread in milliseconds, per call.

    `cpu_low_ms` and `cpu_high_ms` are the quartiles of CPU time.
    """

    name: str
    runs: int
    cpu_ms: float
    cpu_low_ms: float
    cpu_high_ms: float
    wall_ms: float
    wall_p95_ms: float
    ratio: float


def take_turns(
    ways: Mapping[str, Callable[[], object]],
    rounds: int,
    *,
    calls: int = 1,
    elsewhere: bool = False,
    meters: Mapping[str, Meter] | None = None,
    seldom: Container[str] = (),
) -> list[Row]:
    """Rows for each way, in the order given, with ratios against the first way.

    Each round calls every way `calls` times, so that a slow moment of the machine meets all alike; those
    that are slow anyway may be called `seldom`, in every fourth round.
    Ratios are of CPU time, or of wall time where the work is done `elsewhere`, in another process.
    CPU time is this process's, but for ways that have a meter of their own.
    """
    meter_of = {name: (meters or {}).get(name, time.process_time) for name in ways}
    cpu: dict[str, list[float]] = {name: [] for name in ways}
    wall: dict[str, list[float]] = {name: [] for name in ways}
    for way in ways.values():
        way()
    for number in range(rounds):
        for name, way in ways.items():
            if number % SELDOM and name in seldom:
                continue
            started, started_cpu = time.perf_counter(), meter_of[name]()
            for _ in range(calls):
                way()
            cpu[name].append((meter_of[name]() - started_cpu) * MS / calls)
            wall[name].append((time.perf_counter() - started) * MS / calls)
    counted = {name: statistics.median((wall if elsewhere else cpu)[name]) for name in ways}
    floor = counted[next(iter(ways))]
    return [_row(name, cpu[name], wall[name], counted[name] / floor) for name in ways]


def _row(name: str, cpu: list[float], wall: list[float], ratio: float) -> Row:
    low, middle, high = statistics.quantiles(cpu, n=4) if len(cpu) > 1 else (*cpu, *cpu, *cpu)
    return Row(name, len(cpu), middle, low, high, statistics.median(wall), percentile(wall, 95), ratio)


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the value that so many percent of the values do not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * percent / 100))]


def show(title: str, rows: list[Row]) -> None:
    """Print the rows as a table; keep them as JSON, too, with `--json`."""
    print(f"\n{title}")
    print(f"{'':34}{'CPU ms':>9}{'quartiles':>19}{'wall ms':>10}{'p95 ms':>10}{'ratio':>8}{'runs':>7}")
    for row in rows:
        spread = f"{row.cpu_low_ms:.3f}-{row.cpu_high_ms:.3f}"
        numbers = f"{row.cpu_ms:9.3f}{spread:>19}{row.wall_ms:10.3f}{row.wall_p95_ms:10.3f}"
        print(f"{row.name:34}{numbers}{row.ratio:8.2f}{row.runs:7}")
    keep(title, [asdict(row) for row in rows])


def keep(title: str, found: object) -> None:
    """Add what was found to the file that `--json FILE` names: one line of JSON for each table."""
    if "--json" in sys.argv:
        with Path(sys.argv[sys.argv.index("--json") + 1]).open("a", encoding="utf-8") as file:
            file.write(json.dumps({"title": title, "found": found}) + "\n")
