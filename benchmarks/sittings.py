"""Things measured side by side: all in one sitting, taken in turn, CPU time beside wall time."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

MS = 1000.0


@dataclass(frozen=True)
class Row:
    """One way, measured `runs` times: medians and spread in milliseconds, per call."""

    name: str
    runs: int
    cpu_ms: float
    wall_ms: float
    wall_p95_ms: float
    ratio: float


def take_turns(
    ways: Mapping[str, Callable[[], object]], rounds: int, *, calls: int = 1, elsewhere: bool = False
) -> list[Row]:
    """Rows for each way, in the order given, with ratios against the first way.

    Each round calls every way `calls` times, so that a slow moment of the machine meets all alike.
    Ratios are of CPU time, or of wall time where the work is done `elsewhere`, in another process.
    """
    cpu: dict[str, list[float]] = {name: [] for name in ways}
    wall: dict[str, list[float]] = {name: [] for name in ways}
    for way in ways.values():
        way()
    for _ in range(rounds):
        for name, way in ways.items():
            started, started_cpu = time.perf_counter(), time.process_time()
            for _ in range(calls):
                way()
            cpu[name].append((time.process_time() - started_cpu) * MS / calls)
            wall[name].append((time.perf_counter() - started) * MS / calls)
    counted = {name: statistics.median((wall if elsewhere else cpu)[name]) for name in ways}
    floor = counted[next(iter(ways))]
    return [_row(name, cpu[name], wall[name], counted[name] / floor) for name in ways]


def _row(name: str, cpu: list[float], wall: list[float], ratio: float) -> Row:
    p95 = sorted(wall)[min(len(wall) - 1, int(len(wall) * 0.95))]
    return Row(name, len(cpu), statistics.median(cpu), statistics.median(wall), p95, ratio)


def show(title: str, rows: list[Row]) -> None:
    """The rows as a table on standard output."""
    print(f"\n{title}")
    print(f"{'':34}{'CPU ms':>9}{'wall ms':>9}{'p95 ms':>9}{'ratio':>8}{'runs':>7}")
    for row in rows:
        numbers = f"{row.cpu_ms:9.3f}{row.wall_ms:9.3f}{row.wall_p95_ms:9.3f}{row.ratio:8.2f}{row.runs:7}"
        print(f"{row.name:34}{numbers}")
