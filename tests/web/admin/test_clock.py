"""Pages warn staff of a clock that is not believed, and a manager says whether it is right."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.web.fakes import NOON, Clock, MakeApp, Printer, with_practitioner
from tests.web.staff import signed_in, store_of
from webapp.cli.daily_purge import DailyPurge

HEADING = "Nothing is deleted: is this server’s clock right?"


class Idle(Printer):
    """Prints nothing at all."""

    def is_alive(self) -> bool:
        return False


def test_desk_and_log_tell_of_a_clock_that_is_far_ahead_and_a_manager_is_believed(make_app: MakeApp) -> None:
    clock = Clock()
    app = with_practitioner(make_app(clock=clock))
    store_of(app).heartbeat(clock())
    assert HEADING not in signed_in(app).open("/desk").text
    clock.put_on(days=400)
    desk = signed_in(app).open("/desk")
    assert HEADING in desk.text
    assert "The clock is right" not in desk.text
    manager = signed_in(app, "manager", "ada")
    manager.open("/log")
    page = manager.press("The clock is right: ")
    assert HEADING not in page.text
    assert "the clock is believed from now on" in page.text
    assert "said that the clock of the server is right" in page.text
    assert HEADING not in signed_in(app).open("/desk").text


def test_a_clock_that_is_behind_is_told_too(make_app: MakeApp) -> None:
    clock = Clock()
    app = with_practitioner(make_app(clock=clock))
    store_of(app).heartbeat(clock() + timedelta(days=3))
    assert "But it was" in signed_in(app, "manager", "ada").open("/log").text


def test_the_log_says_when_what_is_past_its_term_was_last_deleted(make_app: MakeApp) -> None:
    app = with_practitioner(make_app())
    manager = signed_in(app, "manager", "ada")
    assert "was never deleted here so far" in manager.open("/log").text
    store_of(app).purge(NOON)
    assert "was last deleted on November 23, 2026" in manager.open("/log").text


@pytest.mark.parametrize(("hours", "code"), [(48, 200), (49, 503)])
def test_health_tells_that_nothing_was_deleted_for_two_days(make_app: MakeApp, hours: int, code: int) -> None:
    clock = Clock()
    app = make_app(clock=clock)
    store_of(app).purge(NOON)
    clock.put_on(hours=hours)
    response = app.test_client().get("/health")
    assert response.status_code == code
    said = response.get_json()
    assert said["status"] == ("ok" if code == 200 else LATE)
    assert (said["clock"], said["last_purge"]) == ("believed", "2026-11-23T12:00:00+00:00")
    assert said["free_bytes"] > 0
    assert said["prints"] == {"waiting": 0, "oldest_seconds": 0}


LATE = "nothing was deleted for two days"


@pytest.mark.parametrize("was_purged", [True, False])
def test_a_restart_does_not_end_the_days_without_a_deletion(make_app: MakeApp, *, was_purged: bool) -> None:
    clock = Clock()
    if was_purged:
        store_of(make_app(clock=clock)).purge(NOON)
    else:
        make_app(clock=clock)
    clock.put_on(hours=49)
    response = make_app(clock=clock).test_client().get("/health")
    assert (response.status_code, response.get_json()["status"]) == (503, LATE)


def test_a_server_that_purges_by_itself_gets_minutes_for_it(make_app: MakeApp) -> None:
    clock = Clock()
    store_of(make_app(clock=clock)).purge(NOON)
    clock.put_on(days=23)
    app = make_app(clock=clock)
    purging = DailyPurge(store_of(app), clock)
    codes = [app.test_client().get("/health").status_code]
    for minutes in (10, 2, -15):  # the last: its clock was set back since
        clock.put_on(minutes=minutes)
        codes.append(app.test_client().get("/health").status_code)
    purging.stop()
    assert codes == [200, 200, 503, 503]


def test_a_restart_does_not_end_the_days_without_a_backup(make_app: MakeApp, tmp_path: Path) -> None:
    clock = Clock()
    make_app(clock=clock)
    clock.put_on(days=8)
    app = make_app(clock=clock)
    store_of(app).purge(clock())
    said = app.test_client().get("/health").get_json()
    assert (said["status"], said["problems"][-1]) == ("ok", "there was no backup for 7 days")
    store_of(app).backups.create(tmp_path / "one.backup", "command", clock(), with_key=False)
    assert "there was no backup for 7 days" not in app.test_client().get("/health").get_json()["problems"]


def test_health_tells_of_a_clock_that_is_not_believed(make_app: MakeApp) -> None:
    clock = Clock()
    app = make_app(clock=clock)
    store_of(app).heartbeat(NOON)
    clock.put_on(days=400)
    assert app.test_client().get("/health").get_json()["clock"] == "too far ahead"
    clock.put_on(days=-500)
    assert app.test_client().get("/health").get_json()["clock"] == "behind"


def test_health_tells_that_no_report_can_be_made(make_app: MakeApp) -> None:
    response = make_app(render_pool=Idle()).test_client().get("/health")
    assert (response.status_code, response.get_json()["status"]) == (503, "no report can be made")
