"""Without a queue a thread of the server makes what is waiting, and patients come first."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import update

from tests.prints.stored import NOW, SERVED, stored
from tests.project import QUESTIONNAIRE
from tests.threads import no_more_threads
from webapp.clinic import Clinic
from webapp.prints import DocumentFactory, PrintJobRunner, stored_questionnaire, submission_parts
from webapp.prints.thread_dispatcher import LEASE, MAX_TRIES, ThreadDispatcher, retry_when_busy
from webapp.report import BundleView, RenderBusy, RenderFailed
from webapp.report.views.documents import DocumentView
from webapp.storage import NewSubmission, Person, PrintJob, Store, StoreUnavailable
from webapp.storage.database import Database
from webapp.storage.tables import print_parts

Pdf = Callable[[DocumentView], bytes]


def ordered(store: Store, count: int) -> PrintJob:
    """So many submissions, in as many parts as they need."""
    references = []
    for number in range(count):
        submission = store.submissions.submit(
            store.drafts.create({}, NOW),
            1,
            NewSubmission("home", QUESTIONNAIRE.digest, {}, "", Person(f"P{number}")),
            NOW,
        )
        assert submission
        references.append(submission.reference)
    return store.print_jobs.create(
        "report", submission_parts("report", references, NOW.date()), "somebody", NOW
    )


def runner_with(store: Store, pdf: Pdf, clock: Callable[[], datetime] = lambda: NOW) -> PrintJobRunner:
    known = partial(stored_questionnaire, store)
    documents = DocumentFactory(Clinic(), "https://clinic.example/fhir", known, SERVED)
    return PrintJobRunner(store, lambda: documents, pdf, clock)


def dispatcher_with(store: Store, pdf: Pdf, now: datetime = NOW) -> ThreadDispatcher:
    return ThreadDispatcher(store, runner_with(store, pdf, lambda: now), lambda: now)


def states(store: Store, job: PrintJob) -> list[str]:
    found = store.print_jobs.get(job.id, NOW)
    assert found
    return [part.state for part in found.parts]


def names(view: DocumentView) -> bytes:
    assert isinstance(view, BundleView)
    return ",".join(one.row.name for one in view.enclosed).encode()


def test_all_parts_are_made_and_everybody_is_in_one_of_them(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    store = stored(request, tmp_path)
    made, dispatcher = ordered(store, 23), dispatcher_with(store, names)
    dispatcher.send()
    dispatcher.join()
    files = [store.print_jobs.get_file(made.id, number, NOW) for number in (1, 2)]
    assert [file and file[0].decode().split(",") for file in files] == [
        [f"P{number}" for number in range(20)],
        ["P20", "P21", "P22"],
    ]


def test_what_another_process_left_undone_is_made_when_somebody_asks(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    store = stored(request, tmp_path)
    made = ordered(store, 1)
    assert store.print_jobs.claim_part(NOW, LEASE)
    dispatcher = dispatcher_with(store, names, NOW + LEASE)
    dispatcher.poke()
    dispatcher.join()
    assert store.print_jobs.get_file(made.id, 1, NOW) is not None


def test_two_orders_at_once_are_both_made(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    store = stored(request, tmp_path)
    first, in_the_midst, go_on = ordered(store, 1), threading.Event(), threading.Event()

    def slow(view: DocumentView) -> bytes:
        in_the_midst.set()
        assert go_on.wait(20)
        return names(view)

    dispatcher = dispatcher_with(store, slow)
    dispatcher.send()
    assert in_the_midst.wait(20)
    second = ordered(store, 1)
    dispatcher.send()
    go_on.set()
    dispatcher.join()
    assert all(store.print_jobs.get_file(one.id, 1, NOW) for one in (first, second))


def test_what_fails_is_told_and_the_rest_is_made(
    request: pytest.FixtureRequest, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = stored(request, tmp_path)
    made = ordered(store, 21)

    def choosy(view: DocumentView) -> bytes:
        if b"P0" in names(view):
            raise RenderFailed("no reason")
        return names(view)

    dispatcher = dispatcher_with(store, choosy)
    dispatcher.send()
    dispatcher.join()
    assert states(store, made) == ["failed", "done"]
    assert [one.getMessage() for one in caplog.records if one.name == "gutfactors"] == [
        f"part {made.parts[0].id} cannot be made: RenderFailed: no reason"
    ]


DRUNK = "3 glasses"  # what somebody may have answered


def test_an_error_that_nobody_expected_fails_its_part_alone_and_the_log_says_where(
    request: pytest.FixtureRequest, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = stored(request, tmp_path)
    made, later = ordered(store, 21), ordered(store, 1)

    def broken(view: DocumentView) -> bytes:
        if b"P0" in names(view) and b"P1" in names(view):
            raise ValueError(DRUNK)
        return names(view)

    dispatcher = dispatcher_with(store, broken)
    dispatcher.send()
    dispatcher.join()
    assert states(store, made) == ["failed", "done"]
    assert states(store, later) == ["done"]
    (said,) = [one.getMessage() for one in caplog.records if one.name == "gutfactors"]
    assert said.startswith(f"part {made.parts[0].id} cannot be made: ValueError\n")
    assert ", in broken\n" in said
    assert DRUNK not in said


def test_a_part_whose_order_is_damaged_fails_alone(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    store = stored(request, tmp_path)
    made = ordered(store, 21)
    database = Database(f"sqlite:///{tmp_path}/store.sqlite3")
    database.execute(update(print_parts).where(print_parts.c.id == made.parts[0].id).values(sealed=b"x" * 40))
    database.close()
    dispatcher = dispatcher_with(store, names)
    dispatcher.send()
    dispatcher.join()
    assert states(store, made) == ["failed", "done"]
    assert store.print_jobs.list_unfinished(NOW, NOW) == ()


def test_a_worker_gives_up_a_part_at_its_first_error_and_leaves_it_while_the_store_is_away(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    store = stored(request, tmp_path)
    made = ordered(store, 1)
    errors = [StoreUnavailable("down"), ValueError(DRUNK)]

    def failing(_view: DocumentView) -> bytes:
        raise errors.pop(0)

    runner = runner_with(store, failing)
    with pytest.raises(StoreUnavailable):
        runner.run(made.parts[0].id)
    assert store.print_jobs.list_unfinished(NOW, NOW) == (made.parts[0].id,)
    assert runner.run(made.parts[0].id)
    assert (states(store, made), store.print_jobs.list_unfinished(NOW, NOW)) == (["failed"], ())


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_the_thread_is_replaced_however_it_ended(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    store = stored(request, tmp_path)
    made = ordered(store, 21)
    ends = [SystemExit()]

    def ending(view: DocumentView) -> bytes:
        if ends:
            raise ends.pop()
        return names(view)

    dispatcher = dispatcher_with(store, ending)
    for _ in range(2):
        dispatcher.send()
        dispatcher.join()
    assert states(store, made) == ["waiting", "done"], "the first is taken, until its lease ends"


def test_an_error_around_a_part_holds_up_nothing_that_is_asked_for_later(
    request: pytest.FixtureRequest, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = stored(request, tmp_path)
    made, times = ordered(store, 21), iter([NOW, NOW.replace(tzinfo=None)])  # a file is stored without a zone

    dispatcher = ThreadDispatcher(store, runner_with(store, names, lambda: next(times, NOW)), lambda: NOW)
    for _ in range(2):
        dispatcher.send()
        dispatcher.join()
    assert states(store, made) == ["waiting", "done"], "the first is taken, until its lease ends"
    assert "a print has to wait: StatementError\n" in caplog.text


def test_without_a_thread_a_print_waits_until_somebody_asks(
    request: pytest.FixtureRequest, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = stored(request, tmp_path)
    made, dispatcher = ordered(store, 1), dispatcher_with(store, names)
    with no_more_threads():
        dispatcher.send()
    assert "a print has to wait: can't start new thread" in caplog.messages
    dispatcher.poke()
    dispatcher.join()
    assert states(store, made) == ["done"]


def test_a_server_that_is_being_closed_fails_nothing(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    store = stored(request, tmp_path)
    made = ordered(store, 21)

    def closing_down(_view: DocumentView) -> bytes:
        dispatcher.close()
        raise RenderFailed("the pool is closed")

    dispatcher = dispatcher_with(store, closing_down)
    dispatcher.send()
    dispatcher.join()
    dispatcher.send()
    assert states(store, made) == ["waiting", "waiting"]


def test_a_print_of_nobody_who_is_still_kept_has_no_file(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    store = stored(request, tmp_path)
    tasks = submission_parts("report", ["7Q4K-XW"], NOW.date())
    made = store.print_jobs.create("report", tasks, "somebody", NOW)
    dispatcher = dispatcher_with(store, names)
    dispatcher.send()
    dispatcher.join()
    assert states(store, made) == ["failed"]


def test_whoever_waits_for_a_page_goes_first() -> None:
    calls: list[str] = []

    def busy_twice(_view: DocumentView) -> bytes:
        calls.append("asked")
        if calls.count("asked") < 3:
            raise RenderBusy(1)
        return b"%PDF"

    def wait_until_idle(_seconds: float) -> bool:
        calls.append("waited")
        return True

    assert retry_when_busy(busy_twice, wait_until_idle)(None) == b"%PDF"  # type: ignore[arg-type]  # not looked at
    assert calls == ["waited", "asked"] * 3


def test_patience_has_an_end() -> None:
    def busy(_view: DocumentView) -> bytes:
        raise RenderBusy(1)

    waits: list[float] = []

    def wait_until_idle(seconds: float) -> bool:
        waits.append(seconds)
        return True

    with pytest.raises(RenderFailed, match="too much to do"):
        retry_when_busy(busy, wait_until_idle)(None)  # type: ignore[arg-type]  # not looked at
    assert len(waits) == MAX_TRIES
