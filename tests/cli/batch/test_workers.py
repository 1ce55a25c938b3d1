"""Workers make the reports of a batch, and the command puts them where they belong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.cli.batch.people import DAY, documents_of
from tests.prints.stored import NOW, stored
from tests.project import QUESTIONNAIRE
from webapp.cli.batch.lines import BatchLine
from webapp.cli.batch.tasks import BatchOptions, Task, prepare_task
from webapp.cli.batch.workers import CHUNK, PAUSE, SILENCE, QueueWorkers
from webapp.clinic import Clinic
from webapp.prints import PrintJobRunner
from webapp.prints.report_orders import ReportFailure
from webapp.report.views.documents import DocumentView
from webapp.storage import Store

DOCUMENTS = documents_of(Clinic())
WANTED = BatchOptions(QUESTIONNAIRE, DOCUMENTS, DAY, "standard", "a4")


def code(view: DocumentView) -> bytes:
    return str(getattr(view, "reference", "")).encode()


class OneWorker:
    """Makes what it is sent at once, by `make`."""

    def __init__(self, make: Callable[[int], object]) -> None:
        self._make = make

    def send(self, part_ids: Sequence[int]) -> None:
        for part_id in part_ids:
            self._make(part_id)

    def poke(self) -> None: ...

    def close(self) -> None: ...


def workers(
    store: Store,
    make: Callable[[int], object] | None = None,
    pause: Callable[[float], object] = lambda _seconds: None,
    warn: Callable[[], object] = lambda: None,
) -> QueueWorkers:
    dispatcher = OneWorker(make or PrintJobRunner(store, lambda: DOCUMENTS, code, lambda: NOW).run)
    return QueueWorkers(store, dispatcher, lambda: NOW, pause, warn)


def tasks(count: int) -> Iterator[Task]:
    for number in range(1, count + 1):
        task = prepare_task(BatchLine(number, {"age_years": 20 + number}), f"{number}.pdf", WANTED)
        assert isinstance(task, Task)
        yield task


def test_each_report_comes_back_to_its_own_line_and_nothing_is_left_behind(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    store = stored(request, tmp_path)
    made = {task.number: (task, result) for task, result in workers(store).made(tasks(CHUNK + 3))}
    assert sorted(made) == list(range(1, CHUNK + 4))
    assert all(result == task.ordered.occasion.reference.encode() for task, result in made.values())
    assert store.print_jobs.list_recent(("batch",), NOW) == ()


def test_a_part_that_no_worker_could_make_is_told_of_each_of_its_lines(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    store = stored(request, tmp_path)

    def fail(part_id: int) -> None:
        store.print_jobs.finish_part(part_id, None, NOW)

    made = [result for _, result in workers(store, fail).made(tasks(2))]
    assert all(isinstance(result, ReportFailure) and result.is_ours for result in made)
    assert len(made) == 2


def test_a_part_that_somebody_deleted_is_told_too(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    store = stored(request, tmp_path)

    def delete(_part_id: int) -> None:
        store.print_jobs.delete(store.print_jobs.list_recent(("batch",), NOW)[0].id)

    ((_, result),) = workers(store, delete).made(tasks(1))
    assert isinstance(result, ReportFailure)


def test_who_waits_for_workers_that_are_not_there_is_told_once(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    store = stored(request, tmp_path)
    told: list[float] = []
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if sum(pauses) > 2 * SILENCE:
            raise KeyboardInterrupt

    waiting = workers(store, lambda _part: None, pause=pause, warn=lambda: told.append(sum(pauses)))
    with pytest.raises(KeyboardInterrupt):
        list(waiting.made(tasks(1)))
    assert told == [pytest.approx(SILENCE, abs=2 * PAUSE)]
    assert store.print_jobs.list_recent(("batch",), NOW) == ()
