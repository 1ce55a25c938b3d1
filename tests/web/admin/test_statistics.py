"""The numbers of a quarter: only when it is over, and never of a few people."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from tests.web.fakes import MakeApp
from tests.web.staff import app_context_of, put_on, signed_in, store_of
from webapp.clinic import Clinic
from webapp.report.times import day_in
from webapp.storage import FINISHED

FEW, MANY = 4, 15


def leave_forms(app: Flask, stages: dict[str, int]) -> None:
    """Let so many forms be begun, and left at each of these stages."""
    drafts, now = store_of(app).drafts, app_context_of(app).clock()
    for stage, times in stages.items():
        for _ in range(times):
            token = drafts.create({}, now)
            assert drafts.save(token, 1, {}, now, stage=stage)
            drafts.delete(token, now)


def test_a_quarter_is_shown_when_it_is_over(make_app: MakeApp) -> None:
    app = make_app()
    leave_forms(app, {"fibre": MANY})
    page = signed_in(app, "manager").open("/statistics")
    assert "There are none yet." in page.text
    assert "Next comes: October to December 2026." in page.text
    assert signed_in(app, "manager").client.get("/statistics/2026-Q4").status_code == 404
    put_on(app, days=40)
    device = signed_in(app, "manager")
    assert "October to December 2026" in device.open("/statistics").text
    assert device.open("/statistics/2026-Q4").h1 == ["October to December 2026"]


def test_where_people_stopped_is_drawn_and_stands_in_a_table(make_app: MakeApp) -> None:
    app = make_app()
    leave_forms(app, {"fibre": MANY, "stress": 2 * MANY, "alcohol": FEW, FINISHED: 3 * MANY})
    put_on(app, days=40)
    page = signed_in(app, "manager").open("/statistics/2026-Q4")
    assert "Forms begun 95" in page.text
    assert "Finished 45 (47 %)" in page.text
    assert "Stress 30 (32 %) hidden" in page.text
    assert "Alcohol hidden hidden" in page.text
    assert "Fibre hidden hidden" in page.text
    forms, stops, days = (one["words"] for one in page.all("desc"))
    assert "Forms begun: 95" in forms
    assert "Finished: 45 (47 %)" in forms
    assert "Stress: 30 (32 %)" in stops
    assert "Alcohol: hidden" in stops
    assert days == "Oct 1–Dec 31: begun: 95, finished: 45"


def test_days_are_drawn_and_stand_in_a_table_as_far_as_they_may_be_shown(make_app: MakeApp) -> None:
    app = make_app()
    for _ in range(3):
        leave_forms(app, {"fibre": MANY, FINISHED: 2 * MANY})
        put_on(app, days=2)
    put_on(app, days=40)
    manager = signed_in(app, "manager")
    page = manager.open("/statistics/2026-Q4")
    *_, days = (one["words"] for one in page.all("desc"))
    assert days.endswith("; Nov 26–Dec 31: begun: 45, finished: 30")
    assert "Nov 26–Dec 31 45 30 (67 %)" in page.text
    lines = manager.client.get("/statistics/2026-Q4/numbers.csv").text.splitlines()
    assert "Forms by day,2026-11-26/2026-12-31,finished,30,67" in lines


def test_what_happens_after_a_quarter_was_counted_changes_nothing(make_app: MakeApp) -> None:
    app = make_app()
    leave_forms(app, {"fibre": MANY, FINISHED: 2 * MANY})
    put_on(app, days=40)
    manager = signed_in(app, "manager")
    first = manager.open("/statistics/2026-Q4").text
    assert "Forms begun 45" in first
    put_on(app, days=-40)
    leave_forms(app, {"fibre": MANY})
    put_on(app, days=41)
    assert signed_in(app, "manager").open("/statistics/2026-Q4").text == first


def test_a_quarter_is_over_when_its_last_day_is_over_in_utc_too(make_app: MakeApp) -> None:
    app = make_app(clinic=Clinic(timezone="Asia/Tokyo"))
    leave_forms(app, {"fibre": MANY})
    context = app_context_of(app)
    end = datetime(2026, 12, 31, 16, tzinfo=UTC)
    for _ in range(2):
        put_on(app, seconds=(end - context.clock()).total_seconds() / 2)
        assert context.store.heartbeat(context.clock()) is None
    put_on(app, seconds=(end - context.clock()).total_seconds())
    assert day_in(context.clinic, context.clock()) == date(2027, 1, 1)
    assert context.quarter_counter.quarters() == ()
    put_on(app, hours=9)
    assert [quarter.name for quarter in context.quarter_counter.quarters()] == ["2026-Q4"]


def test_where_people_came_back_is_drawn_once_ten_did(make_app: MakeApp) -> None:
    app = make_app()
    leave_forms(app, {"fibre": MANY})
    drafts, clock = store_of(app).drafts, app_context_of(app).clock
    stages = ["fibre"] * 3 * MANY + ["alcohol"] * 2 * MANY
    tokens = [drafts.create({}, clock()) for _ in stages]
    for version in (1, 2):
        for token, stage in zip(tokens, stages, strict=True):
            assert drafts.save(token, version, {}, clock(), stage=stage)
        put_on(app, hours=5)
    for token in tokens:
        drafts.delete(token, clock())
    put_on(app, days=40)
    page = signed_in(app, "manager").open("/statistics/2026-Q4")
    *_, back, days = (one["words"] for one in page.all("desc"))
    assert "Where people came back" in page.text
    assert days.endswith(": 75")
    assert "Fibre: 45" in back
    assert "Alcohol: hidden" in back


@pytest.mark.parametrize("name", ["2026-Q3", "2027-Q1", "2026-Q5", "x"])
def test_other_quarters_are_not_there(make_app: MakeApp, name: str) -> None:
    app = make_app()
    leave_forms(app, {"fibre": MANY})
    put_on(app, days=40)
    assert signed_in(app, "manager").client.get(f"/statistics/{name}").status_code == 404
