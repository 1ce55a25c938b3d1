"""The numbers of a quarter: only when it is over, and never of a few people."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.web.fakes import MakeApp
from tests.web.staff import app_context_of, put_on, signed_in, store_of
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
    assert "Forms finished, left or ended 95" in page.text
    assert "Finished 45 (47 %)" in page.text
    assert "Stress 30 (32 %) hidden" in page.text
    assert "Alcohol hidden hidden" in page.text
    assert "Fibre hidden hidden" in page.text
    forms, stops = (one["words"] for one in page.all("desc"))
    assert "Forms begun: 95" in forms
    assert "Finished: 45 (47 %)" in forms
    assert "Stress: 30 (32 %)" in stops
    assert "Alcohol: hidden" in stops


def test_where_people_came_back_is_drawn_once_ten_did(make_app: MakeApp) -> None:
    app = make_app()
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
    *_, back = (one["words"] for one in page.all("desc"))
    assert "Where people came back" in page.text
    assert "Fibre: 45" in back
    assert "Alcohol: hidden" in back


@pytest.mark.parametrize("name", ["2026-Q3", "2027-Q1", "2026-Q5", "x"])
def test_other_quarters_are_not_there(make_app: MakeApp, name: str) -> None:
    app = make_app()
    leave_forms(app, {"fibre": MANY})
    put_on(app, days=40)
    assert signed_in(app, "manager").client.get(f"/statistics/{name}").status_code == 404
