"""A damaged row is listed as damaged, explained where it is opened, and takes nothing else away."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import Table

from tests.web.fakes import MakeApp
from tests.web.staff import account, app_context_of, signed_in, store_of
from tests.web.submissions import BLEEDS, acts, kept, send
from webapp.storage import KioskConfig
from webapp.storage.database import Database
from webapp.storage.tables import kiosks, practitioners, submissions


def damage(app: Flask, table: Table, column: str, **of: object) -> None:
    """Flip one bit."""
    database = Database(app_context_of(app).settings.database_url)
    with database.writing() as connection:
        this = [table.c[name] == value for name, value in of.items()]
        kept = connection.execute(table.select().where(*this)).one()._mapping[column]
        connection.execute(table.update().where(*this).values({column: kept[:-1] + bytes([kept[-1] ^ 1])}))
    database.close()


@pytest.mark.parametrize("column", ["sealed_card", "sealed"])
def test_a_damaged_submission_takes_nothing_else_away(make_app: MakeApp, column: str) -> None:
    app = make_app()
    good, bad = send(app, BLEEDS, name="Ana Lima", number="7"), send(app, name="Ana Pinto", number="7")
    damage(app, submissions, column, reference=bad)
    device = signed_in(app)
    page = device.open("/desk")
    assert "Ana Lima" in page.text
    assert ("damaged" in page.text) is (column == "sealed_card")
    page = device.open(f"/desk/{bad}")
    assert (page.status, page.h1) == (500, ["This submission is damaged"])
    assert device.open(f"/desk/{good}").status == 200
    answer = device.client.get(f"/desk/print/practitioner?r={bad}&r={good}")
    assert answer.data.startswith(b"%PDF")
    device.open(f"/desk/{bad}/delete")
    assert "The submission is deleted." in device.press("Delete for good", {"typed": bad}).text


def test_the_front_desk_and_search_pass_a_damaged_one_over(make_app: MakeApp) -> None:
    app = make_app()
    bad = send(app, name="Ana Pinto")
    damage(app, submissions, "sealed_card", reference=bad)
    assert f"{bad} damaged" in signed_in(app, "front_desk", "fay").open("/front-desk").text
    device = signed_in(app)
    device.open("/desk")
    assert "Nobody was found" in device.press("Search", {"words": "pinto"}).text


def test_the_front_desk_is_told_why_a_released_report_does_not_open(make_app: MakeApp) -> None:
    app = make_app()
    bad = send(app)
    now = app_context_of(app).clock()
    assert store_of(app).submissions.set_released(
        bad, kept(app, bad).version, "command", now, is_released=True
    )
    damage(app, submissions, "sealed", reference=bad)
    page = signed_in(app, "front_desk", "fay").open(f"/front-desk/{bad}/report")
    assert (page.status, page.h1) == (500, ["This submission is damaged"])
    links = [one["href"] for one in page.all("a")]
    assert "/front-desk" in links
    assert [one for one in links if one.startswith("/desk")] == ["/desk/paper"]


def test_a_damaged_account_is_listed_as_that(make_app: MakeApp) -> None:
    app = make_app()
    boss = signed_in(app, "manager", "ada")
    damage(app, practitioners, "sealed", id=account(app, "jo").id)
    page = boss.open("/people")
    assert "damaged" in page.text
    assert "Ada Moss" in page.text
    assert boss.open("/log").status == boss.open("/desk").status == 200


def test_a_damaged_kiosk_takes_no_desk_away(make_app: MakeApp) -> None:
    app = make_app()
    here = app_context_of(app)
    number = here.store.kiosks.create(KioskConfig("Hall"), "command", here.clock())
    damage(app, kiosks, "sealed", id=number)
    device = signed_in(app)
    assert device.open("/desk").status == device.open("/kiosks").status == 200


@pytest.mark.parametrize("number", ["9999999999999999999", "2147483648"])
def test_a_number_that_no_row_can_have_is_not_there(make_app: MakeApp, number: str) -> None:
    app = make_app()
    device = signed_in(app, "manager", "ada")
    for address in (f"/desk/prints/x/{number}", f"/kiosks/{number}", f"/people/{number}"):
        assert device.client.get(address).status_code == 404


@pytest.mark.parametrize(("site", "marks"), [("cross-site", False), ("same-site", False), ("none", True)])
def test_a_page_of_another_site_that_opens_a_print_marks_nothing(
    make_app: MakeApp, site: str, marks: bool
) -> None:
    app = make_app()
    reference = send(app)
    device = signed_in(app)
    for address in (f"/desk/{reference}/print/report", f"/desk/print/report?r={reference}"):
        device.client.get(address, headers={"Sec-Fetch-Site": site})
    assert (("practitioner 1", "printed") in acts(app, reference)) is marks
