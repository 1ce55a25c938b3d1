"""Closing and deleting all that came between two times, after asking once more."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.web.device import Device
from tests.web.fakes import Clock, MakeApp
from tests.web.staff import signed_in, store_of
from tests.web.submissions import acts, kept, send
from webapp.clinic import Clinic
from webapp.storage import DeskQuery

TIMES = {"since": "2026-11-23T07:00", "until": "2026-11-23T08:00"}
"""In Toronto, from noon to one o'clock UTC: the hour in which a flood came."""


def flooded(make_app: MakeApp) -> tuple[Flask, Device, list[str], str, str]:
    """An hour of forms without a name, one with a name among them, and one after it."""
    clock = Clock()
    app = make_app(clock=clock, clinic=Clinic(region="CA", timezone="America/Toronto"))
    flood = [send(app) for _ in range(3)]
    known = send(app, name="Ana Lima")
    clock.put_on(hours=1)
    after = send(app)
    device = signed_in(app)
    device.open("/desk")
    device.open(device.page.link("Close or delete many at once"))
    return app, device, flood, known, after


def test_a_flood_is_deleted_and_who_gave_a_name_stays(make_app: MakeApp) -> None:
    app, device, flood, known, after = flooded(make_app)
    page = device.press("Delete them", TIMES)
    assert page.h1 == ["Delete 3 submissions?"]
    assert kept(app, flood[0]).state == "new"
    assert "3 submissions are deleted." in device.press("Yes, delete them for good").text
    assert [kept(app, one).state for one in (known, after)] == ["new", "new"]
    assert [acts(app, one)[-1][1] for one in flood] == ["deleted"] * 3


def test_all_of_an_hour_are_closed_whoever_they_are_from(make_app: MakeApp) -> None:
    app, device, flood, known, after = flooded(make_app)
    page = device.press("Close them", {**TIMES, "nameless": []})
    assert page.h1 == ["Close 4 submissions?"]
    assert "4 submissions are closed." in device.press("Yes, close them").text
    assert {kept(app, one).state for one in (*flood, known)} == {"closed"}
    assert kept(app, after).state == "new"


def test_where_more_came_meanwhile_it_asks_again(make_app: MakeApp) -> None:
    app, device, flood, _, _ = flooded(make_app)
    device.press("Delete them", TIMES)
    store_of(app).submissions.delete(flood[0], "practitioner 9", Clock()())
    page = device.press("Yes, delete them for good")
    assert page.h1 == ["Delete 2 submissions?"]
    assert kept(app, flood[1]).state == "new"


def test_none_of_another_channel_is_nothing_to_do(make_app: MakeApp) -> None:
    _, device, _, _, _ = flooded(make_app)
    assert "None came between these times" in device.press("Delete them", {**TIMES, "channel": "kiosk"}).text


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [
        ("", "", "From: Choose a day and a time."),
        (
            "2026-11-23T05:00",
            "2026-11-23T04:00",
            "Until (not included): The end must be after the beginning.",
        ),
        ("0001-01-01T00:00", "9999-12-31T23:59", "From: Choose a day and a time."),
        ("yesterday", "2026-11-23T04:00", "From: Choose a day and a time."),
    ],
)
def test_times_that_are_none_are_told(make_app: MakeApp, since: str, until: str, told: str) -> None:
    _, device, _, _, _ = flooded(make_app)
    page = device.press("Delete them", {"since": since, "until": until})
    assert page.status == 422
    assert told in page.problems


def test_a_forged_form_deletes_nothing_and_no_other_button_is_known(make_app: MakeApp) -> None:
    app, device, flood, _, _ = flooded(make_app)
    data = {**TIMES, "nameless": "y", "do": "delete", "really": "3"}
    assert device.client.post("/desk/many", data=data).status_code == 400
    assert kept(app, flood[0]).state == "new"
    token = device.page.value("csrf_token")[0]
    assert (
        device.client.post("/desk/many", data={**data, "csrf_token": token, "do": "burn"}).status_code == 400
    )


@pytest.mark.parametrize(
    ("days", "told"), [("30", "2 submissions that are kept now"), ("365", ""), ("50", "1 submission that")]
)
def test_a_shorter_term_says_how_many_it_would_delete(make_app: MakeApp, days: str, told: str) -> None:
    clock = Clock()
    app = make_app(clock=clock, live=True)
    send(app)
    clock.put_on(days=20)
    send(app)
    clock.put_on(days=35)
    send(app)
    boss = signed_in(app, "manager", "ada")
    boss.open("/settings/policy")
    page = boss.press("Save", {"submission_days": days})
    assert ("With the next purge," in page.text) is bool(told)
    assert told in page.text
    assert len(store_of(app).desk.page(DeskQuery(), clock()).rows) == 3


def test_keeping_nothing_says_that_everything_goes_at_once_and_does_so(make_app: MakeApp) -> None:
    clock = Clock()
    app = make_app(clock=clock, live=True)
    send(app)
    send(app)
    boss = signed_in(app, "manager", "ada")
    boss.open("/settings/policy")
    page = boss.press("Save", {"keeps_nothing": "y"})
    assert "As soon as you save, 2 submissions that are kept now are deleted for good." in page.text
    assert "Yes, delete this at once" in page.text
    assert "next purge" not in page.text
    assert "what is older" not in page.text
    assert len(store_of(app).desk.page(DeskQuery(), clock()).rows) == 2
    boss.press("Save", {"agrees": "y"})
    assert not store_of(app).desk.page(DeskQuery(), clock()).rows
