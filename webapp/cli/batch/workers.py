"""Reports of a batch that workers make, on all machines that share the store."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from webapp.cli.batch.tasks import Task
from webapp.prints import Dispatcher
from webapp.prints.job_runner import answers_part
from webapp.prints.report_orders import ReportFailure, ReportResult, unpack_results
from webapp.storage import PrintJob, Store

CHUNK = 20  # reports in one part: a few seconds of work
MOST_OUT = 50  # parts that are ordered at the same time, for up to as many workers
PAUSE = 0.3
SILENCE = 120
"""Seconds between two polls, and until a warning that nothing comes back."""

WHAT = "batch"
BY = "command"

_LOST = ReportFailure(("the workers could not make this report: see what they say",), is_ours=True)


@dataclass
class QueueWorkers:
    """Orders reports from workers. `warn` is called once when no worker seems to run."""

    store: Store
    dispatcher: Dispatcher
    clock: Callable[[], datetime]
    pause: Callable[[float], object]
    warn: Callable[[], object]
    _out: dict[str, list[Task]] = field(default_factory=dict)
    _silent: float = 0

    def made(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, ReportResult]]:
        """Yield each task with its report. Closing the generator cancels the orders."""
        coming = iter(tasks)
        try:
            while self._order(coming):
                for chunk, results in self._fetched():
                    yield from zip(chunk, results, strict=True)
        finally:
            for print_id in self._out:
                self.store.print_jobs.delete(print_id)

    def _order(self, coming: Iterator[Task]) -> bool:
        """Order more parts. Return False when none is left."""
        while len(self._out) < MOST_OUT and (chunk := list(islice(coming, CHUNK))):
            tasks = [answers_part([task.ordered for task in chunk])]
            ordered = self.store.print_jobs.create(WHAT, tasks, BY, self.clock())
            self._out[ordered.id] = chunk
            self.dispatcher.send([part.id for part in ordered.parts])
        return bool(self._out)

    def _fetched(self) -> Iterator[tuple[list[Task], Sequence[ReportResult]]]:
        """Yield the chunks that are finished, after a pause if there are none."""
        found = {print_id: self.store.print_jobs.get(print_id, self.clock()) for print_id in self._out}
        ready = [print_id for print_id, one in found.items() if one is None or one.is_finished]
        self._wait(is_idle=not ready)
        for print_id in ready:
            results = self._results(found[print_id], len(self._out[print_id]))
            yield self._out[print_id], results
            self.store.print_jobs.delete(print_id)
            del self._out[print_id]

    def _results(self, one: PrintJob | None, count: int) -> Sequence[ReportResult]:
        file = one and self.store.print_jobs.get_file(one.id, one.parts[0].number, self.clock())
        return unpack_results(file[0]) if file else [_LOST] * count

    def _wait(self, *, is_idle: bool) -> None:
        if not is_idle:
            self._silent = 0
            return
        self.pause(PAUSE)
        if self._silent < SILENCE <= self._silent + PAUSE:
            self.warn()
        self._silent += PAUSE
