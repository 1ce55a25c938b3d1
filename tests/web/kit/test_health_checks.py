"""What is wrong with a server is on its page /health, and in its log while it lasts."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from flask import Flask

from tests.storage.submissions import believe_and_purge
from tests.web.conftest import CLINIC
from tests.web.fakes import NOON, Clock, MakeApp
from tests.web.staff import store_of
from webapp.application import look_after
from webapp.clinic import Clinic
from webapp.storage import PrintTask
from webapp.web.kit.app_context import EXTENSION, AppContext
from webapp.web.kit.health_checks import check_health, missing_templates


def context(app: Flask) -> AppContext:
    return cast("AppContext", app.extensions[EXTENSION])


HERE = Clinic(numbers_phoned=CLINIC.numbers_phoned)


def kinds(app: Flask) -> list[str]:
    return [each.kind for each in check_health(context(app)).problems]


def test_a_problem_has_one_line_when_it_begins_and_one_when_it_is_over(
    make_app: MakeApp, caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock()
    app = make_app(clock=clock, clinic=HERE)
    store_of(app).heartbeat(NOON)
    look_after(app)
    assert caplog.messages == []
    for _ in range(2):
        clock.put_on(days=1_800)  # 2031
        look_after(app)
        health = app.test_client().get("/health").get_json()
        assert any("the clock says 203" in each for each in health["problems"])
    clock.now = NOON
    look_after(app)
    clock_lines = [each for each in caplog.messages if "the clock says" in each]
    assert [each.partition(":")[0] for each in clock_lines] == ["problem", "no longer"]


def test_a_zone_of_another_region_is_a_problem_of_a_server_that_serves(make_app: MakeApp) -> None:
    app = make_app(clinic=Clinic(region="CA", timezone="Asia/Tokyo"))
    response = app.test_client().get("/health")
    said = response.get_json()
    assert (response.status_code, said["status"]) == (200, "ok")
    assert "Asia/Tokyo" in said["problems"][0]


def test_no_backup_for_a_week_is_a_problem(make_app: MakeApp, tmp_path: Path) -> None:
    clock = Clock()
    app = make_app(clock=clock, clinic=HERE)
    for days in (0, 7):
        clock.put_on(days=days)
        believe_and_purge(store_of(app), clock.now)
        assert kinds(app) == []
    clock.put_on(hours=1)
    assert kinds(app) == ["backup"]
    store_of(app).backups.create(tmp_path / "one.backup", "command", clock.now, with_key=False)
    assert kinds(app) == []


def test_templates_that_are_gone_are_an_outage(tmp_path: Path) -> None:
    here, gone = tmp_path / "here.html", tmp_path / "gone.html"
    here.touch()
    (problem,) = missing_templates([here, gone])
    assert "(gone.html)" in problem.sentence
    assert problem.is_outage


def test_all_templates_are_looked_for(make_app: MakeApp) -> None:
    names = {path.name for path in context(make_app()).program_files}
    assert {"base.html", "patient.html", "report.css", "practitioner.html"} <= names


def test_prints_that_wait_are_a_problem(make_app: MakeApp) -> None:
    clock = Clock()
    app = make_app(clock=clock, clinic=HERE)
    store_of(app).print_jobs.create("report", [PrintTask({}, 1, ())], "practitioner 1", NOON)
    assert kinds(app) == []
    clock.put_on(minutes=6)
    assert kinds(app) == ["prints"]
