"""Figures of the database, read each time that somebody asks for the metrics."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from webapp.storage import Store, StoreUnavailable


class StoreCollector(Collector):
    """Gauges of one store. `problems` returns the kinds of problems that the server has now."""

    def __init__(
        self, store: Store, clock: Callable[[], datetime], problems: Callable[[], Iterable[str]] = tuple
    ) -> None:
        self._store = store
        self._clock = clock
        self._problems = problems

    def collect(self) -> Iterator[Metric]:
        """Yield what can be read; without an answer of the database, only that there is none."""
        try:
            figures = self._figures(self._clock())
        except StoreUnavailable:
            figures = {}
        yield _gauge("store_up", "1 if the database answers, else 0.", int(bool(figures)))
        for name, (text, value) in figures.items():
            if value is not None:
                yield _gauge(name, text, value)
        family = GaugeMetricFamily(
            "gutfactors_problem", "1 for each kind of problem that /health names.", labels=["kind"]
        )
        for kind in self._problems():
            family.add_metric([kind], 1)
        yield family

    def _figures(self, now: datetime) -> dict[str, tuple[str, float | None]]:
        report, counts = self._store.health.report(now), self._store.health.counts(now)

        def age(at: datetime | None) -> float | None:
            return None if at is None else (now - at).total_seconds()

        return {
            "drafts": ("Forms that are being filled in.", counts.drafts),
            "submissions": ("Submissions that are kept.", counts.submissions),
            "free_bytes": ("Free space on the disk of an SQLite database.", report.free_bytes),
            "print_parts_waiting": ("Parts of prints of many that wait.", report.waiting),
            "print_parts_oldest_seconds": ("How long the oldest of them waits.", report.waiting_seconds),
            "workers": ("Workers of the queue with a recent heartbeat.", report.workers),
            "last_purge_age_seconds": ("Since expired data were deleted.", age(report.purged_at)),
            "last_backup_age_seconds": ("Since the last backup was made.", age(report.backed_up_at)),
        }


def _gauge(name: str, text: str, value: float) -> Metric:
    return GaugeMetricFamily(f"gutfactors_{name}", text, value=value)
