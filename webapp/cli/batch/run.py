"""One run of a batch: it skips finished files, makes the others, and collects problems."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import StringIO

from webapp.assessment.page_checks import page_checks
from webapp.cli.atomic_file import write_atomically
from webapp.cli.batch.file_names import FileNames
from webapp.cli.batch.lines import BatchLine
from webapp.cli.batch.output_folder import DRAFT, OutputFolder
from webapp.cli.batch.tasks import BatchOptions, MakeReports, Task, prepare_task
from webapp.exchange.csv_cells import escape_formula
from webapp.exchange.csv_export import BOM
from webapp.prints.report_orders import ReportFailure

PROBLEMS = "problems.csv"
_COLUMNS = ("line", "reference", "what is wrong")


@dataclass
class BatchTally:
    """The progress of a run. `problems` and `misfits` have the number and the reference of their line.

    Of a line with `misfits` there is a report: its answers do not fit together.
    """

    made: int = 0
    unchanged: int = 0
    problems: list[tuple[int, str, ReportFailure]] = field(default_factory=list)
    misfits: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def lines(self) -> int:
        """Return the number of lines that are done, with or without a report."""
        return self.made + self.unchanged + len(self.problems)

    @property
    def is_our_fault(self) -> bool:
        """Return whether reports failed for reasons other than their answers."""
        return any(failed.is_ours for _, _, failed in self.problems)

    def sentences(self) -> Iterator[str]:
        for number, reference, failed in sorted(self.problems, key=lambda one: one[0]):
            yield from (f"{_place(number, reference)}: {problem}" for problem in failed.problems)

    def warnings(self) -> Iterator[str]:
        for number, reference, text in self.misfits:
            yield f"{_place(number, reference)}: please check these answers: {text}"


def _place(number: int, reference: str) -> str:
    return f"line {number} ({reference[:40]})" if reference else f"line {number}"


class Run:
    """Puts the reports of lines into a folder. Stopped at any moment, a new run goes on."""

    def __init__(self, folder: OutputFolder, wanted: BatchOptions) -> None:
        self.tally = BatchTally()
        self._folder = folder
        self.wanted = wanted
        self._names = FileNames()

    def through(self, lines: Iterable[BatchLine], make: MakeReports) -> Iterator[BatchTally]:
        """Yield the progress after each report. Raise OSError where a report cannot be written."""
        for task, made in make(self._tasks(lines)):
            if isinstance(made, ReportFailure):
                self._refuse(task.number, task.reference, made)
            else:
                self._folder.put(task.name, task.made_of, made)
                self.tally.made += 1
            yield self.tally
        yield self.tally

    def write_problems(self) -> None:
        """Write the problems as a table beside the reports, or remove the table of an earlier run."""
        path = self._folder.path / PROBLEMS
        if not self.tally.problems:
            path.unlink(missing_ok=True)
            return
        written = StringIO()
        table = csv.writer(written)
        table.writerow(_COLUMNS)
        for number, reference, failed in sorted(self.tally.problems, key=lambda one: one[0]):
            rows = ((number, escape_formula(reference), escape_formula(one)) for one in failed.problems)
            table.writerows(rows)
        write_atomically(path, (BOM + written.getvalue()).encode(errors="replace"), draft=DRAFT)

    def _tasks(self, lines: Iterable[BatchLine]) -> Iterator[Task]:
        """Yield the reports that are still to be made, and count all else in the tally."""
        for line in lines:
            name = self._names.take(line.reference, line.number)
            task = prepare_task(line, name, self.wanted)
            if isinstance(task, ReportFailure):
                self._refuse(line.number, line.reference, task)
                continue
            misfits = page_checks(task.ordered.answers)
            self.tally.misfits += [(line.number, line.reference, check.text) for check in misfits]
            if self._folder.has(name, task.made_of):
                self.tally.unchanged += 1
            elif self._folder.is_foreign(name):
                there = f"{name} is there already, and is not of a batch: move it, or name another folder"
                self._refuse(line.number, line.reference, ReportFailure((there,)))
            else:
                yield task

    def _refuse(self, number: int, reference: str, failed: ReportFailure) -> None:
        self.tally.problems.append((number, reference, failed))
