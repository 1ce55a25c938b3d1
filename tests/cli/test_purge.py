"""`gutfactors purge`, and the purge that a server does by itself."""

from __future__ import annotations

import logging
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from threading import Event
from time import sleep

import pytest

from tests.cli.command import free_port, run, serving, small_questions
from tests.project import ROOT
from tests.storage.submissions import save_policy, submit
from tests.storage.test_paper_pages import take_in
from webapp.cli.daily_purge import DailyPurge
from webapp.clinic import Policy
from webapp.questionnaire.load import load
from webapp.settings import Settings
from webapp.statistics.quarters import Quarter
from webapp.storage import NewSubmission, PurgeResult, Store, StoreUnavailable, open_store

NOW = datetime.now(UTC)
DAY = timedelta(days=1)
DELETED = (
    "Deleted: drafts {drafts}, submissions {submissions}, audit entries 0, "
    "pictures of paper forms {pictures}.\n"
)


def opened(instance: Path) -> Store:
    settings = Settings.for_instance(instance)
    return open_store(settings.database_url, settings.key_file)


def until(holds: Callable[[], bool]) -> None:
    """Wait until this holds, for as long as a test may take."""
    while not holds():
        sleep(0.01)


def test_purge_alone_tells_what_it_deleted(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as store:
        store.drafts.create({}, NOW - 30 * DAY)
    done = run("purge", "--instance", tmp_path, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, DELETED.format(drafts=1, submissions=0, pictures=0))


def test_a_clock_far_ahead_is_asked_about_and_a_person_is_believed(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as store:
        submit(store, at=NOW - 400 * DAY)
        store.heartbeat(NOW - 400 * DAY)
    done = run("purge", "--instance", tmp_path, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, DELETED.format(drafts=0, submissions=0, pictures=0))
    assert done.stderr.startswith("Nothing was deleted for its age: the clock says ")
    assert "gutfactors purge --the-clock-is-right" in done.stderr
    done = run("purge", "--the-clock-is-right", "--instance", tmp_path, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, DELETED.format(drafts=0, submissions=1, pictures=0))


def test_pictures_that_a_clinic_keeps_no_more_are_counted_though_the_clock_is_in_doubt(
    tmp_path: Path,
) -> None:
    with closing(opened(tmp_path)) as store:
        save_policy(store, Policy(keeps_pictures=True))
        take_in(store)
        save_policy(store, Policy())
        store.believe_clock(NOW - 400 * DAY, "command")
    done = run("purge", "--instance", tmp_path, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, DELETED.format(drafts=0, submissions=0, pictures=2))
    assert done.stderr.startswith("Nothing was deleted for its age: the clock says ")


def send_in_quarter_before(store: Store, patients: int) -> str:
    """Let so many patients answer in the last quarter that is over, and return its name."""
    text = (ROOT / "questions.toml").read_text("utf-8")
    quarter = Quarter.of((NOW - 92 * DAY).date())
    at = datetime.combine(quarter.first_day, time(12), UTC) + 30 * DAY
    store.questionnaires.save(digest := load(text).digest, "0", text, at)
    for _ in range(patients):
        new = NewSubmission("home", digest, {"consent": "yes", "age_years": 40, "sex": "male"}, "")
        assert store.submissions.submit(store.drafts.create({}, at), 1, new, at)
    return quarter.name


@pytest.mark.parametrize("is_in_doubt", [False, True])
def test_a_quarter_is_counted_before_its_answers_are_purged(tmp_path: Path, is_in_doubt: bool) -> None:
    with closing(opened(tmp_path)) as store:
        submit(store, at=NOW - 400 * DAY)
        name = send_in_quarter_before(store, patients=20)
        store.believe_clock(NOW - timedelta(days=200 if is_in_doubt else 1), "command")
        assert bool(store.clock_status(NOW).doubt) == is_in_doubt
    options = ["--the-clock-is-right"] if is_in_doubt else []
    done = run("purge", *options, "--instance", tmp_path, cwd=tmp_path)
    assert done.stdout.startswith("Deleted: drafts 0, submissions 1, ")
    with closing(opened(tmp_path)) as store:
        counted = store.quarters.get(name)
    assert counted is not None
    assert counted.patients["people"] == 20


def test_what_cannot_be_counted_holds_no_deletion_up(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as store:
        store.drafts.create({}, NOW - 30 * DAY)
    (tmp_path / "clinic.toml").write_text("nme = 1\n")
    done = run("purge", "--instance", tmp_path, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, DELETED.format(drafts=1, submissions=0, pictures=0))
    assert "nme" in done.stderr


def test_submissions_of_a_time_to_come_are_told(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as store:
        submit(store, at=NOW + 400 * DAY)
    done = run("purge", "--the-clock-is-right", "--instance", tmp_path, cwd=tmp_path)
    assert done.stdout.endswith("Submissions of a time to come, whose term begins now: 1.\n")


def test_what_could_not_be_overwritten_yet_is_told(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as store:
        submit(store, at=NOW - 400 * DAY)
    with closing(sqlite3.connect(tmp_path / "gutfactors.sqlite3")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM submissions").close()
        done = run("purge", "--the-clock-is-right", "--instance", tmp_path, cwd=tmp_path)
    assert done.stdout.endswith("since somebody is reading: the next purge does that.\n")


def test_purge_tells_a_key_that_does_not_fit(tmp_path: Path) -> None:
    opened(tmp_path).close()
    (tmp_path / "secret.key").write_bytes(b"")
    done = run("purge", "--instance", tmp_path, cwd=tmp_path)
    assert done.returncode == 2
    assert "is damaged" in done.stderr


class Ailing(Store):
    """A store whose first purges fail in one way or another, and which is well then."""

    def __init__(self, *failures: Exception | PurgeResult) -> None:
        self.left = list(failures)

    def purge_daily(self, now: datetime) -> PurgeResult | None:
        if not self.left:
            return None
        first = self.left.pop(0)
        if isinstance(first, Exception):
            raise first
        return first

    def expect_purge(self, now: datetime, within: timedelta) -> None:
        """Nobody asks for its health."""

    def heartbeat(self, now: datetime) -> None:
        """Nothing fails here, and the clock is right."""

    def truncate_wal(self) -> bool:
        return True


def kept(store: Ailing) -> None:
    """Let the house be kept until nothing is left to fail."""
    keeping = DailyPurge(store, first=0, pause=0.01)
    until(lambda: not store.left)
    keeping.stop()


@pytest.mark.parametrize("error", [StoreUnavailable("down"), sqlite3.OperationalError("full"), KeyError("x")])
def test_whatever_goes_wrong_a_purge_is_tried_again(
    caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    caplog.set_level(logging.INFO, "gutfactors")
    kept(Ailing(error, PurgeResult(2, 3)))
    failed, purged = caplog.messages
    assert failed.startswith("nothing was purged, and will be tried again")
    assert purged == "purged 2 drafts, 3 submissions and 0 pictures of paper forms"


def test_a_note_that_cannot_be_written_is_no_purge_that_failed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(opened(tmp_path)) as store:
        (tmp_path / "audit.end").mkdir()
        keeping = DailyPurge(store, first=0, pause=0.01)
        until(lambda: store.clock_status(NOW).purged_at is not None)
        keeping.stop()
    said = "the end of the audit log cannot be noted, or compared with its note: "
    assert caplog.messages == [f"{said}{tmp_path}/audit.end cannot be read: Is a directory"]


def test_a_quarter_that_cannot_be_counted_holds_no_purge_up(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "gutfactors")

    def count(_stopped: Event) -> None:
        raise ValueError("3 glasses")

    keeping = DailyPurge(store := Ailing(PurgeResult(2, 3)), count_quarters=count, first=0, pause=0.01)
    until(lambda: not store.left)
    keeping.stop()
    said, purged = caplog.messages[:2]
    assert said.startswith("the numbers of a quarter are missing, and will be tried again: ValueError\n")
    assert ", in count\n" in said
    assert "3 glasses" not in said.replace('raise ValueError("3 glasses")', "")
    assert purged == "purged 2 drafts, 3 submissions and 0 pictures of paper forms"


def test_what_goes_wrong_for_hours_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "gutfactors")
    kept(Ailing(*[StoreUnavailable("down")] * 5, PurgeResult(redated=1), StoreUnavailable("down")))
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO", "WARNING", "WARNING"]


def test_a_doubted_clock_is_told_in_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with closing(opened(tmp_path)) as store:
        store.heartbeat(NOW)
        keeping = DailyPurge(store, lambda: NOW + 400 * DAY, first=0, pause=0.01)
        until(lambda: bool(caplog.messages))
        keeping.stop()
        assert store.clock_status(NOW).doubt is None
    assert caplog.messages[0].startswith("nothing is deleted: the clock says ")


def test_a_server_notes_when_it_was_there_and_purges_nothing_in_its_first_minute(tmp_path: Path) -> None:
    run("practitioner", "add", "maria", "--manager", cwd=tmp_path)
    with closing(opened(tmp_path / "instance")) as store:
        store.drafts.create({}, NOW - 20 * DAY)
    with serving(tmp_path, free_port(), QUESTIONS=small_questions(tmp_path)) as process:
        process.send_signal(signal.SIGTERM)
        said = "".join(process.communicate(timeout=20))
    assert "purged" not in said
    with closing(opened(tmp_path / "instance")) as store:
        assert store.clock_status(NOW + timedelta(days=29)).doubt is None
        assert store.purge(NOW).drafts == 1


def test_no_server_starts_with_a_clock_that_is_far_behind(tmp_path: Path) -> None:
    (tmp_path / "instance").mkdir(mode=0o700)
    with closing(opened(tmp_path / "instance")) as store:
        store.heartbeat(NOW + 400 * DAY)
    done = run("serve", "--port", str(free_port()), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "already: set the clock of this machine." in done.stderr
