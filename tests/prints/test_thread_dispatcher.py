"""Without a queue a thread of the server makes what is waiting, and patients come first."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from tests.prints.stored import NOW, SERVED, stored
from tests.project import QUESTIONNAIRE
from webapp.clinic import Clinic
from webapp.prints import DocumentFactory, PrintJobRunner, stored_questionnaire, submission_parts
from webapp.prints.thread_dispatcher import LEASE, MAX_TRIES, ThreadDispatcher, retry_when_busy
from webapp.report import BundleView, RenderBusy, RenderFailed
from webapp.report.views.documents import DocumentView
from webapp.storage import NewSubmission, Person, PrintJob, Store

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


def dispatcher_with(store: Store, pdf: Pdf, now: datetime = NOW) -> ThreadDispatcher:
    known = partial(stored_questionnaire, store)
    documents = DocumentFactory(Clinic(), "https://clinic.example/fhir", known, SERVED)
    return ThreadDispatcher(store, PrintJobRunner(store, lambda: documents, pdf, lambda: now), lambda: now)


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
    found = store.print_jobs.get(made.id, NOW)
    assert found
    assert [part.state for part in found.parts] == ["failed", "done"]
    assert [one.getMessage() for one in caplog.records if one.name == "gutfactors"] == [
        f"part {found.parts[0].id} cannot be made: RenderFailed: no reason"
    ]


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
    found = store.print_jobs.get(made.id, NOW)
    assert found
    assert {part.state for part in found.parts} == {"waiting"}


def test_a_print_of_nobody_who_is_still_kept_has_no_file(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    store = stored(request, tmp_path)
    tasks = submission_parts("report", ["7Q4K-XW"], NOW.date())
    made = store.print_jobs.create("report", tasks, "somebody", NOW)
    dispatcher = dispatcher_with(store, names)
    dispatcher.send()
    dispatcher.join()
    found = store.print_jobs.get(made.id, NOW)
    assert found
    assert found.parts[0].state == "failed"


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
