"""The report is there when it is asked for, and no report is made twice."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, Thread, current_thread

import pytest

from tests.pdf.people import view_of
from tests.project import ROOT
from tests.threads import no_more_threads
from tests.web.device import Device
from tests.web.fakes import NOON, Clock, MakeApp, Printer, with_practitioner
from webapp.report.pool.cache_key import cache_key
from webapp.report.pool.pool import RenderBusy, RenderFailed
from webapp.report.views.documents import Printable
from webapp.storage import ReportKey, Store, StoreUnavailable, open_store
from webapp.web.kit.report_prerender import MOST_QUEUED, ReportPrerenderer

FILE = "report.pdf"
VIEW = view_of("W55")
OTHER = view_of("W56")
SECONDS = 20.0


class SlowPrinter(Printer):
    """Prints when it is let, and says when it begins. Calm is a matter of another sign."""

    def __init__(self) -> None:
        super().__init__()
        self.begins, self.let, self.calms = Event(), Event(), Event()
        self.threads: list[Thread] = []

    def pdf(self, view: Printable) -> bytes:
        self.threads.append(current_thread())
        self.begins.set()
        assert self.let.wait(SECONDS)
        return super().pdf(view)

    def wait_until_idle(self, seconds: float) -> bool:
        return self.calms.wait(SECONDS)


class FailingPrinter(Printer):
    """Fails each time."""

    def pdf(self, view: Printable) -> bytes:
        super().pdf(view)
        raise RenderFailed("no reason")


class FailingInCalm(Printer):
    """Has time at once, and fails with each of these errors in turn."""

    def __init__(self, *errors: Exception) -> None:
        super().__init__()
        self.errors = list(errors)

    def pdf(self, view: Printable) -> bytes:
        super().pdf(view)
        raise self.errors.pop(0)

    def wait_until_idle(self, seconds: float) -> bool:
        return True


class NeverCalm(Printer):
    """Fails where it is asked for calm."""

    def wait_until_idle(self, seconds: float) -> bool:
        raise ValueError("3 glasses")


class FullShelf:
    """Has room for nothing."""

    def get(self, *_: object) -> None:
        return None

    def save(self, *_: object) -> None:
        raise StoreUnavailable("the disk is full")


@contextmanager
def a_store(folder: Path) -> Iterator[Store]:
    with closing(open_store(f"sqlite:///{folder}/ahead.sqlite3", folder / "secret.key")) as store:
        yield store


def all_let() -> SlowPrinter:
    printer = SlowPrinter()
    printer.let.set()
    printer.calms.set()
    return printer


def test_what_was_begun_is_there_and_is_not_made_again(tmp_path: Path) -> None:
    printer = all_let()
    with a_store(tmp_path) as store:
        token, ahead = store.drafts.create({}, NOON), ReportPrerenderer(printer, store.reports, Clock())
        ahead.begin(token, FILE, VIEW)
        assert printer.begins.wait(SECONDS)
        first = ahead.pdf(token, FILE, VIEW)
        ahead.begin(token, FILE, VIEW)
        assert ahead.pdf(token, FILE, VIEW) == first
        assert store.reports.get(token, ReportKey(FILE, cache_key(VIEW)), NOON) == first
    assert printer.asked == [VIEW]


def test_the_thread_ends_when_no_report_is_left_and_the_next_report_has_another(tmp_path: Path) -> None:
    printer = all_let()
    with a_store(tmp_path) as store:
        token, ahead = store.drafts.create({}, NOON), ReportPrerenderer(printer, store.reports, Clock())
        for view in (VIEW, OTHER):
            ahead.begin(token, FILE, view)
            assert printer.begins.wait(SECONDS)
            printer.begins.clear()
            printer.threads[-1].join(SECONDS)
            assert not printer.threads[-1].is_alive()
    assert printer.asked == [VIEW, OTHER]


def test_many_who_ask_for_one_report_at_once_share_it(tmp_path: Path) -> None:
    printer = SlowPrinter()
    with a_store(tmp_path) as store, ThreadPoolExecutor(4) as askers:
        token, ahead = store.drafts.create({}, NOON), ReportPrerenderer(printer, store.reports, Clock())
        asked = [askers.submit(ahead.pdf, token, FILE, VIEW) for _ in range(4)]
        assert printer.begins.wait(SECONDS)
        printer.let.set()
        assert len({one.result() for one in asked}) == 1
    assert printer.asked == [VIEW]


def test_what_was_made_between_two_looks_is_not_made_again() -> None:
    class Late:
        """A shelf on which a report stands from the second look on."""

        looks = 0

        def get(self, *_: object) -> bytes | None:
            self.looks += 1
            return b"%PDF" if self.looks > 1 else None

        def save(self, *_: object) -> None:
            raise AssertionError("it is there")

    printer = all_let()
    assert ReportPrerenderer(printer, Late(), Clock()).pdf("token", FILE, VIEW) == b"%PDF"
    assert printer.asked == []


def test_who_asks_does_not_wait_for_calm(tmp_path: Path) -> None:
    printer = SlowPrinter()
    printer.let.set()
    with a_store(tmp_path) as store:
        token, ahead = store.drafts.create({}, NOON), ReportPrerenderer(printer, store.reports, Clock())
        ahead.begin(token, FILE, VIEW)
        assert ahead.pdf(token, FILE, VIEW).startswith(b"%PDF")
        printer.calms.set()
        ahead.begin(token, FILE, OTHER)
        assert ahead.pdf(token, FILE, OTHER).startswith(b"%PDF")
    assert printer.asked == [VIEW, OTHER]


def test_without_calm_it_is_made_when_it_is_asked_for(tmp_path: Path) -> None:
    with a_store(tmp_path) as store:
        token, ahead = store.drafts.create({}, NOON), ReportPrerenderer(Printer(), store.reports, Clock())
        ahead.begin(token, FILE, VIEW)
        assert ahead.pdf(token, FILE, VIEW).startswith(b"%PDF")


def test_a_failure_is_told_and_the_next_one_tries_afresh(tmp_path: Path) -> None:
    printer = FailingPrinter()
    with a_store(tmp_path) as store:
        token, ahead = store.drafts.create({}, NOON), ReportPrerenderer(printer, store.reports, Clock())
        for _ in range(2):
            with pytest.raises(RenderFailed):
                ahead.pdf(token, FILE, VIEW)
    assert printer.asked == [VIEW, VIEW]


def end_of(ahead: ReportPrerenderer) -> None:
    """Wait until nothing is left to be made ahead."""
    thread = ahead._thread
    if thread is not None:
        thread.join(SECONDS)
    assert ahead._thread is None
    assert not ahead._jobs


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (RenderFailed("no reason"), "no reason"),
        (StoreUnavailable("down"), "down"),
        (ValueError("3 glasses"), "ValueError\n"),
    ],
)
def test_a_failure_that_nobody_waits_for_is_in_the_log_without_answers(
    caplog: pytest.LogCaptureFixture, error: Exception, says: str
) -> None:
    ahead = ReportPrerenderer(FailingInCalm(error), FullShelf(), Clock())
    ahead.begin("token", FILE, VIEW)
    end_of(ahead)
    (said,) = caplog.messages
    assert said.startswith(f"a report was not made ahead of time: {says}")
    assert "3 glasses" not in said


def test_that_others_are_served_first_is_no_failure(caplog: pytest.LogCaptureFixture) -> None:
    ahead = ReportPrerenderer(FailingInCalm(RenderBusy(1)), FullShelf(), Clock())
    ahead.begin("token", FILE, VIEW)
    end_of(ahead)
    assert not caplog.messages


def test_an_error_while_waiting_takes_the_next_report_no_thread_away(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ahead = ReportPrerenderer(NeverCalm(), FullShelf(), Clock())
    for view in (VIEW, OTHER):
        ahead.begin("token", FILE, view)
        end_of(ahead)
    assert len(caplog.messages) == 2
    assert ahead.pdf("token", FILE, VIEW).startswith(b"%PDF")


def test_without_a_thread_nothing_is_left_behind_and_the_next_report_is_made(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    printer = all_let()
    with a_store(tmp_path) as store:
        token, ahead = store.drafts.create({}, NOON), ReportPrerenderer(printer, store.reports, Clock())
        with no_more_threads():
            for _ in range(MOST_QUEUED + 1):
                ahead.begin(token, FILE, VIEW)
        assert "a report was not made ahead of time: can't start new thread" in caplog.messages
        assert not ahead._jobs
        ahead.begin(token, FILE, VIEW)
        end_of(ahead)
    assert printer.asked == [VIEW]


def test_who_waits_too_long_for_one_that_is_being_made_may_come_back(tmp_path: Path) -> None:
    printer = SlowPrinter()
    printer.calms.set()
    with a_store(tmp_path) as store:
        token, ahead = (
            store.drafts.create({}, NOON),
            ReportPrerenderer(printer, store.reports, Clock(), patience=0.05),
        )
        ahead.begin(token, FILE, VIEW)
        assert printer.begins.wait(SECONDS)
        with pytest.raises(RenderBusy):
            ahead.pdf(token, FILE, VIEW)
        printer.let.set()


def test_a_report_that_cannot_be_kept_is_given_all_the_same() -> None:
    ahead = ReportPrerenderer(all_let(), FullShelf(), Clock())
    assert ahead.pdf("token", FILE, VIEW).startswith(b"%PDF")


def test_only_so_many_are_begun() -> None:
    printer = SlowPrinter()
    ahead = ReportPrerenderer(printer, FullShelf(), Clock())
    for number in range(MOST_QUEUED + 3):
        ahead.begin(f"token {number}", FILE, VIEW)
    assert len(ahead._jobs) == MOST_QUEUED
    printer.let.set()
    printer.calms.set()


def test_the_result_page_begins_the_report_which_goes_with_the_draft(make_app: MakeApp) -> None:
    printer = all_let()
    device = Device(with_practitioner(make_app(render_pool=printer)))
    device.pass_safety()
    device.hand_over("download")
    assert printer.begins.wait(SECONDS)
    for _ in range(2):
        assert device.client.get("/result/report.pdf").mimetype == "application/pdf"
    assert len(printer.asked) == 1


def test_the_digest_tells_all_reports_apart_and_is_the_same_in_every_process() -> None:
    others = (view_of("W55", "large"), view_of("W55", paper="letter"), view_of("W55", language="fr"))
    assert len({cache_key(view) for view in (VIEW, OTHER, *others)}) == 5
    code = "from tests.pdf.people import view_of; from webapp.report.pool.cache_key import cache_key; "
    told = subprocess.run(
        [sys.executable, "-c", f'{code}print(cache_key(view_of("W55")))'],
        cwd=ROOT,
        env={"PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == cache_key(VIEW)
