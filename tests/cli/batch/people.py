"""Lines of a tiny questionnaire, and a printer that prints their names."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from tests.prints.stored import SERVED
from tests.project import QUESTIONNAIRE
from tests.unit.exchange.people import FIRST
from webapp.cli.batch.lines import BatchLine, LineWordings, read_lines
from webapp.cli.batch.output_folder import OutputFolder
from webapp.cli.batch.run import Run
from webapp.cli.batch.tasks import BatchOptions, MakeReports, Task
from webapp.clinic import Clinic
from webapp.prints import DocumentFactory
from webapp.prints.report_orders import ReportResult

DAY = date(2026, 11, 23)


def documents_of(clinic: Clinic) -> DocumentFactory:
    """What makes reports on the real questionnaire, without translations."""
    return DocumentFactory(clinic, "", lambda _digest: QUESTIONNAIRE, SERVED)


WANTED = BatchOptions(FIRST, documents_of(Clinic()), DAY, "standard", "a4")


def read(text: str | bytes, *, is_table: bool = False) -> list[BatchLine]:
    content = text if isinstance(text, bytes) else text.encode()
    return list(read_lines(io.BytesIO(content), LineWordings(FIRST), is_table=is_table))


def printing(tasks: Iterable[Task]) -> Iterator[tuple[Task, ReportResult]]:
    for task in tasks:
        yield task, f"%PDF of {task.ordered.answers.to_json()} {task.ordered.occasion.date}".encode()


def run_through(path: Path, text: str, make: MakeReports = printing, wanted: BatchOptions = WANTED) -> Run:
    """A whole run, as the command does it."""
    folder = OutputFolder(path, DAY)
    run = Run(folder, wanted)
    try:
        for _ in run.through(read(text), make):
            pass
        run.write_problems()
    finally:
        folder.close()
    return run


def reports(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in path.glob("*.pdf")}
