"""A damaged row is listed as damaged, explained where it is opened, and takes nothing else away."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import Table

from tests.web.device import Device
from tests.web.fakes import Clock, MakeApp, with_practitioner
from tests.web.follow_ups import BORN, answer_all, elm, follow_up
from tests.web.patient.server_side import sent_by
from tests.web.record_files import report, shown
from tests.web.staff import account, app_context_of, signed_in, store_of
from tests.web.submissions import BLEEDS, acts, kept, send
from webapp.clinic import Policy
from webapp.storage import KioskConfig, NewSubmission
from webapp.storage.database import Database
from webapp.storage.tables import kiosks, paper_pages, practitioners, submissions


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


def sent_follow_up(make_app: MakeApp) -> tuple[Flask, str, str, Device]:
    """A follow-up that was sent before the submission that it is about was damaged: app, both, device."""
    clock = Clock()
    app = elm(make_app, clock)
    about, device = follow_up(app, clock)
    device.press("Start", BORN)
    answer_all(device)
    device.press("Continue")
    device.press("Continue", {"way": "send"})
    sent = sent_by(device)
    assert sent
    damage(app, submissions, "sealed", reference=about)
    return app, about, sent.reference, device


def test_a_follow_up_is_whole_where_the_visit_before_it_is_damaged(make_app: MakeApp) -> None:
    app, about, sent, device = sent_follow_up(make_app)
    desk = signed_in(app)
    assert desk.open(f"/desk/{sent}").h1 == ["Ada Moss"]
    for sheet in ("report", "practitioner"):
        assert desk.client.get(f"/desk/{sent}/print/{sheet}").data.startswith(b"%PDF")
    assert device.open("/result").status == 200
    assert device.client.get("/result/report.pdf").data.startswith(b"%PDF")
    desk.open(f"/desk/{about}/delete")
    desk.press("Delete for good", {"typed": about})
    assert desk.open(f"/desk/{sent}").status == 200


def test_the_page_names_the_submission_that_is_damaged_and_the_log_its_row(
    make_app: MakeApp, caplog: pytest.LogCaptureFixture
) -> None:
    app, about, sent, _ = sent_follow_up(make_app)
    desk = signed_in(app)
    for address in (f"/desk/{about}", f"/desk/{sent}/compare/{about}", f"/desk/{about}/compare/{sent}"):
        page = desk.open(address)
        assert (page.status, page.h1) == (500, ["This submission is damaged"])
        assert f"What is kept of {about} does not open" in page.text
        assert [one["href"] for one in page.all("a") if "/delete" in one["href"]] == [f"/desk/{about}/delete"]
    desk.open(f"/desk/{sent}")
    form = next(one for one in desk.page.forms if one.action.endswith("/link"))
    assert f"What is kept of {about} does not open" in desk.send(form, {"other": about}).text
    said = [one for one in caplog.messages if "submissions 1: submission" in one]
    assert said
    assert not [one for one in caplog.messages if about in one]


def test_an_invitation_asks_everything_where_its_visit_is_damaged(make_app: MakeApp) -> None:
    clock = Clock()
    app = elm(make_app, clock)
    about, device = follow_up(app, clock)
    damage(app, submissions, "sealed", reference=about)
    page = device.open(device.page.url)
    assert page.status == 200
    device.press("Start")
    assert device.page.url == "/section/about_you"
    assert "age_years" in device.page.shown


def test_the_device_that_sent_a_damaged_one_can_begin_another(make_app: MakeApp) -> None:
    app, _, sent, device = sent_follow_up(make_app)
    here = app_context_of(app)
    invitation = here.store.patient_invitations.that_brought(sent, here.clock())
    damage(app, submissions, "sealed", reference=sent)
    assert device.open("/").status == 200
    assert invitation
    page = device.open(f"/invited/{invitation.invitee.token}")
    assert "/result" in [one["href"] for one in page.all("a")]


def test_a_file_brings_back_what_is_damaged_under_a_code_of_its_own(app: Flask) -> None:
    reference = send(app, BLEEDS)
    file, answers = report(app, BLEEDS, reference=reference), kept(app, reference).answers
    damage(app, submissions, "sealed", reference=reference)
    desk = signed_in(app)
    shown(desk, "/desk/files", "keep", file=file)
    taken = desk.page.url.removeprefix("/desk/").partition("?")[0]
    assert taken != reference
    assert kept(app, taken).answers == answers


def test_a_form_on_paper_was_taken_in_though_it_is_damaged(make_app: MakeApp) -> None:
    app = make_app()
    reference, now = send(app), app_context_of(app).clock()
    damage(app, submissions, "sealed", reference=reference)
    assert store_of(app).submissions.exists(reference, now)
    assert not store_of(app).submissions.exists("7Q4K-XW", now)


def test_a_damaged_picture_is_no_damaged_submission(make_app: MakeApp) -> None:
    app = with_practitioner(make_app(), Policy(keeps_pictures=True))
    here = app_context_of(app)
    new = NewSubmission("paper", here.questionnaire.digest, {}, pictures={1: b"JPEG"})
    reference = here.store.submissions.add_imported(new, here.clock(), "", "command", here.clock())
    damage(app, paper_pages, "sealed", page=1)
    desk = signed_in(app)
    assert desk.open(f"/desk/{reference}").status == 200
    page = desk.open(f"/desk/{reference}/paper/1.jpg")
    assert (page.status, "damaged" in page.text, "Delete" in page.text) == (500, False, False)


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
