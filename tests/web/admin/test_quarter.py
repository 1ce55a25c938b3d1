"""What a clinic sees of all its patients: counted once, each by the version that was answered."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, closing
from datetime import timedelta
from threading import Event

import pytest
from flask import Flask

from tests.cli.test_purge import until
from tests.project import ROOT
from tests.storage.submissions import believe_and_purge
from tests.threads import no_more_threads
from tests.web.device import Device
from tests.web.fakes import MakeApp, with_practitioner
from tests.web.staff import app_context_of, signed_in, store_of
from webapp.cli.daily_purge import DailyPurge
from webapp.clinic import Policy
from webapp.prints import DocumentFactory
from webapp.prints.quarter_counter import QuarterCounter
from webapp.questionnaire.load import load
from webapp.statistics.quarters import Quarter
from webapp.storage import COUNTS_TERM, DeskQuery, NewSubmission, Person, StoreUnavailable
from webapp.storage.database import Database
from webapp.storage.tables import quarter_counts, submissions

WELL = {"consent": "yes", "age_years": 40, "sex": "male", "signs_now": ["none"], "red_flags": ["none"]}
QUARTER = Quarter(2026, 4)
SMOKES = {**WELL, "body_oxygen": ["smoke_some"]}


def send(app: Flask, times: int, answers: dict[str, object], number: str = "", digest: str = "") -> None:
    """Let so many patients send these answers; with a `number`, one patient so many times."""
    store, context = store_of(app), app_context_of(app)
    now, digest = context.clock(), digest or context.served.source.digest
    for _ in range(times):
        new = NewSubmission("home", digest, answers, "", Person("", number))
        assert store.submissions.submit(store.drafts.create({}, now), 1, new, now)


def end_quarter(app: Flask) -> None:
    """Go on to January, and count the quarter before."""
    context = app_context_of(app)
    context.clock.put_on(days=40)  # type: ignore[attr-defined]
    context.quarter_counter.start(QUARTER, wait=60)


def let_pass(app: Flask, days: int) -> None:
    """Go on, with signs of life on the way: a clock that leaps is not trusted."""
    clock = app_context_of(app).clock
    for _ in range(days // 10):
        clock.put_on(days=10)  # type: ignore[attr-defined]
        assert store_of(app).heartbeat(clock()) is None


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    """A clinic in the first quarter of 2027, with patients of the quarter before."""
    app = make_app()
    send(app, 25, WELL)
    send(app, 15, SMOKES)
    send(app, 5, SMOKES, number="C-17")
    end_quarter(app)
    return app


def test_each_patient_counts_once_and_levels_stand_with_their_share(app: Flask) -> None:
    page = signed_in(app, "manager").open("/statistics/2026-Q4")
    assert "40 patients sent answers, each counted once by the latest." in page.text
    assert "Factor none slight moderate strong not settled" in page.text
    assert "25 (63 %)" in page.text


@pytest.mark.parametrize(
    ("error", "says"), [(StoreUnavailable("down"), ": down"), (ValueError("3"), ": ValueError\n")]
)
def test_why_a_quarter_is_not_counted_is_in_the_log_and_the_next_look_counts_again(
    app: Flask, caplog: pytest.LogCaptureFixture, error: Exception, says: str
) -> None:
    context, errors = app_context_of(app), [error]

    def documents() -> DocumentFactory:
        if errors:
            raise errors.pop()
        return context.documents

    other = Quarter(2026, 3)
    counter = QuarterCounter(context.store, documents, context.clock)
    counter.start(other, wait=60)
    assert f"the numbers of {other.name} have to wait{says}" in caplog.text
    assert counter.numbers(other) is None
    counter.start(other, wait=60)
    assert counter.numbers(other)


def test_a_quarter_that_gets_no_thread_is_counted_at_the_next_look(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    context, other = app_context_of(app), Quarter(2026, 3)
    counter = QuarterCounter(context.store, lambda: context.documents, context.clock)
    with no_more_threads():
        counter.start(other, wait=60)
    assert "can't start new thread" in caplog.text
    counter.start(other, wait=60)
    assert counter.numbers(other)


def test_a_quarter_stays_as_it_was_counted(app: Flask) -> None:
    device, context = signed_in(app, "manager"), app_context_of(app)
    first = device.open("/statistics/2026-Q4").text
    for reference in store_of(app).quarters.references(
        context.clock() - timedelta(days=60), context.clock(), context.clock()
    ):
        assert store_of(app).submissions.delete(reference, "command", context.clock())
    assert device.open("/statistics/2026-Q4").text == first


def test_a_quarter_that_an_earlier_version_counted_stays_and_gets_its_forms(app: Flask) -> None:
    device, context = signed_in(app, "manager"), app_context_of(app)
    first = device.open("/statistics/2026-Q4").text
    with closing(Database(context.settings.database_url)) as database, database.writing() as connection:
        connection.execute(quarter_counts.update().values(forms=None))
        connection.execute(submissions.delete())
    assert context.quarter_counter.numbers(QUARTER) is None
    context.quarter_counter.start(QUARTER, wait=60)
    again = device.open("/statistics/2026-Q4").text
    assert again.partition("Where people stop")[0] == first.partition("Where people stop")[0]
    assert "Fewer than ten forms were begun in this quarter." in again


def test_a_quarter_that_is_over_is_counted_before_its_answers_are_purged(make_app: MakeApp) -> None:
    app, stopped = with_practitioner(make_app(), Policy(submission_days=45)), Event()
    send(app, 21, WELL)
    context, store = app_context_of(app), store_of(app)
    let_pass(app, days=40)
    stopped.set()
    context.quarter_counter.count_missing(stopped)
    assert store.quarters.get("2026-Q4") is None
    count_quarters = context.quarter_counter.count_missing
    keeping = DailyPurge(store, context.clock, count_quarters=count_quarters, first=0)
    with ExitStack() as stack:
        stack.callback(keeping.stop)
        until(lambda: store.quarters.get("2026-Q4") is not None)
    context.clock.put_on(days=10)  # type: ignore[attr-defined]
    assert believe_and_purge(store, context.clock()).submissions == 21
    assert "20 patients sent answers" in signed_in(app, "manager").open("/statistics/2026-Q4").text


def test_a_quarter_that_ended_while_the_clock_was_in_doubt_is_counted_once_it_is_believed(
    make_app: MakeApp,
) -> None:
    app = with_practitioner(make_app(), Policy(submission_days=45))
    context, store = app_context_of(app), store_of(app)
    send(app, 25, WELL)
    store.heartbeat(context.clock())
    context.clock.put_on(days=43)  # type: ignore[attr-defined]
    assert not context.quarter_counter.quarters()
    manager = signed_in(app, "manager")
    manager.open("/log")
    manager.press("The clock is right: ")
    counted = store.quarters.get("2026-Q4")
    assert counted is not None
    assert counted.patients["people"] == 25


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"keeps_nothing": "y"}, "As soon as you save, 21 submissions that are kept now are deleted"),
        ({"submission_days": "30"}, "21 submissions that are kept now would be gone"),
    ],
)
def test_a_quarter_that_is_over_is_counted_before_a_policy_deletes_its_answers(
    make_app: MakeApp, change: dict[str, str], said: str
) -> None:
    app = with_practitioner(make_app(), Policy(submission_days=90))
    send(app, 21, WELL)
    let_pass(app, days=60)
    manager = signed_in(app, "manager")
    manager.open("/settings/policy")
    assert said in manager.press("Save", change).text
    assert store_of(app).quarters.get("2026-Q4") is None
    assert "Saved" in manager.press("Save", {**change, "agrees": "y"}).text
    assert store_of(app).purge(app_context_of(app).clock()).submissions == (
        0 if "keeps_nothing" in change else 21
    )
    assert "20 patients sent answers" in manager.open("/statistics/2026-Q4").text


def test_a_quarter_whose_numbers_were_deleted_is_not_counted_again(make_app: MakeApp) -> None:
    app = with_practitioner(make_app(), Policy(submission_days=3650))
    send(app, 1, WELL)
    let_pass(app, days=COUNTS_TERM.days + 110)
    names = [each.name for each in app_context_of(app).quarter_counter.quarters()]
    assert (names[0], names[-1]) == ("2031-Q4", "2027-Q1")


def test_the_table_of_values_says_what_the_page_says_and_no_more(app: Flask) -> None:
    device = signed_in(app, "manager")
    device.open("/statistics/2026-Q4")
    response = device.client.get("/statistics/2026-Q4/numbers.csv")
    assert response.headers["Content-Disposition"] == 'attachment; filename="numbers-2026-Q4.csv"'
    lines = response.text.removeprefix("\ufeff").splitlines()
    assert lines[0] == "Part,Name,Group,Number,Per cent"
    assert "Patients,,,40,100" in lines
    numbers = {line.split(",")[-2] for line in lines[1:]} - {""}
    assert all(int(number) >= 10 and int(number) % 5 == 0 for number in numbers)


def test_a_quarter_of_few_patients_says_so(make_app: MakeApp) -> None:
    app = make_app()
    send(app, 9, WELL)
    end_quarter(app)
    page = signed_in(app, "manager").open("/statistics/2026-Q4")
    assert "Answers of fewer than ten patients were kept" in page.text
    assert "9" not in page.text.partition("Where people stop")[0].partition("Numbers are")[2]


def test_each_is_judged_by_the_version_that_was_answered(make_app: MakeApp) -> None:
    app, text = make_app(), (ROOT / "docs/examples/sleep.toml").read_text("utf-8")
    other = load(text)
    store_of(app).questionnaires.save(other.digest, other.version, text, app_context_of(app).clock())
    send(app, 30, WELL)
    send(app, 20, {}, digest=other.digest)
    end_quarter(app)
    page = signed_in(app, "manager").open("/statistics/2026-Q4")
    assert "50 patients sent answers" in page.text
    assert "not settled not asked" in page.text
    assert "20 (40 %)" in page.text
    assert all(factor.title in page.text for factor in other.factors.values())


def test_a_quarter_that_is_still_being_counted_says_so(make_app: MakeApp) -> None:
    app, counting = make_app(), Event()
    send(app, 21, WELL)
    context = app_context_of(app)
    context.clock.put_on(days=40)  # type: ignore[attr-defined]
    context.__dict__["quarter_counter"] = QuarterCounter(
        context.store, lambda: context.documents, context.clock, lambda _: assert_set(counting)
    )
    device = signed_in(app, "manager")
    assert "Being counted" in device.open("/statistics/2026-Q4").text
    assert device.client.get("/statistics/2026-Q4/numbers.csv").status_code == 303
    counting.set()
    context.quarter_counter.start(QUARTER, wait=60)
    assert "20 patients sent answers" in device.open("/statistics/2026-Q4").text


def assert_set(event: Event) -> None:
    assert event.wait(60)


def delete_one(device: Device, app: Flask) -> str:
    """Delete one submission by its page; return what the next page says."""
    reference = store_of(app).desk.references(DeskQuery(), app_context_of(app).clock())[0]
    device.open(f"/desk/{reference}/delete")
    return device.press("Delete for good", {"typed": reference}).text


def delete_all(device: Device, _: Flask) -> str:
    """Delete all that came in the quarter; return what the next page says."""
    device.open("/desk/many")
    device.press("Delete them", {"since": "2026-10-01T00:00", "until": "2027-01-01T00:00", "nameless": []})
    return device.press("Yes, delete them for good").text


@pytest.mark.parametrize("delete", [delete_one, delete_all])
def test_a_quarter_that_is_over_is_counted_before_its_answers_are_deleted_by_hand(
    make_app: MakeApp, delete: Callable[[Device, Flask], str]
) -> None:
    app = make_app()
    send(app, 10, WELL)
    let_pass(app, days=40)
    assert "deleted." in delete(signed_in(app), app)
    assert "10 patients sent answers" in signed_in(app, "manager", "mo").open("/statistics/2026-Q4").text


def test_what_ended_before_the_clock_was_in_doubt_is_counted_before_nothing_is_kept(
    make_app: MakeApp,
) -> None:
    app = with_practitioner(make_app(), Policy(submission_days=90))
    send(app, 10, WELL)
    let_pass(app, days=40)
    app_context_of(app).clock.put_on(days=700)  # type: ignore[attr-defined]
    assert store_of(app).clock_status(app_context_of(app).clock()).doubt
    manager = signed_in(app, "manager")
    manager.open("/settings/policy")
    assert "Saved" in manager.press("Save", {"keeps_nothing": "y", "agrees": "y"}).text
    counted = app_context_of(app).quarter_counter.numbers(QUARTER)
    assert counted is not None
    assert counted.patients.people == 10
