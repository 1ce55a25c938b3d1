"""The report on the patient's phone: once, within ten minutes, and nothing of it stays here."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.web.device import Device
from tests.web.fakes import MakeApp, with_practitioner
from tests.web.kiosk.tablet import PLAN, Tablet, clock_of, tablet
from tests.web.pages import Page
from webapp.report.pool.pool import RenderBusy
from webapp.storage import KioskConfig, pickup_token
from webapp.storage.crypto.tokens import join_tokens


def link_of(kiosk: Tablet) -> str:
    """What the square on the last screen says."""
    return "/pick-up/" + pickup_token(join_tokens(kiosk.cookie("kiosk"), kiosk.cookie("draft")))


def done(app: Flask, way: str = "send", plan: KioskConfig = PLAN) -> Tablet:
    """A kiosk at its last screen."""
    kiosk = tablet(app, plan)
    kiosk.sit()
    kiosk.hand_over(way)
    return kiosk


@pytest.mark.parametrize("way", ["send", "download"])
def test_the_phone_gets_the_report_once(app: Flask, way: str) -> None:
    kiosk = done(app, way)
    link, phone = link_of(kiosk), Device(app)
    page = phone.open(link)
    assert page.h1 == ["Your report"]
    form = page.forms[0]
    other = Device(app)
    late = other.open(link).forms[0]
    page = phone.press("In large print")
    assert page.h1 == ["Your report is on its way"]
    assert refresh_of(page) == f"1; url={link}/report-large-print.pdf"
    for name in ("report-large-print.pdf", "report.pdf", "report.pdf"):
        got = phone.client.get(f"{link}/{name}")
        assert (got.status_code, got.mimetype) == (200, "application/pdf")
        assert got.headers["Content-Disposition"].startswith("attachment")
        assert got.headers["Cache-Control"] == "no-store"
    assert phone.client.post(form.action, data=form.sends).location.startswith(link)
    assert (other.send(late, {}).status, other.open(link).status) == (410, 410)
    assert other.client.get(f"{link}/report.pdf").status_code == 410
    assert "Your report was opened on a phone" in kiosk.open("/result").text


def refresh_of(page: Page) -> str:
    """Where the page goes by itself, and when; "" if it stays."""
    return next((one["content"] for one in page.all("meta") if one.get("http-equiv") == "refresh"), "")


def test_a_phone_may_come_again_for_ten_minutes_and_nothing_begins_by_itself_then(app: Flask) -> None:
    kiosk = done(app, "download")
    link, phone = link_of(kiosk), Device(app)
    phone.open(link)
    phone.press("Open my report")
    clock_of(kiosk).put_on(minutes=9)
    page = phone.open(link)
    assert (page.status, page.h1, refresh_of(page)) == (200, ["Your report"], "")
    clock_of(kiosk).put_on(minutes=1)
    page = phone.open(link)
    assert page.status == 410
    assert "You can answer the questions again." in page.text
    assert page.link("Go to the start page") == "/"
    assert phone.client.get(f"{link}/report.pdf").status_code == 410


def test_a_phone_that_took_one_report_opens_no_other(app: Flask) -> None:
    phone, links = Device(app), [link_of(done(app)) for _ in range(2)]
    for link in links:
        phone.open(link)
        phone.press("Open my report")
    assert phone.open(links[0]).status == 410
    assert phone.open(links[1]).status == 200


def test_there_is_no_other_edition_for_a_phone(app: Flask) -> None:
    link = link_of(done(app))
    assert Device(app).open(f"{link}/other.pdf").status == 404


def test_it_waits_ten_minutes_also_when_the_kiosk_was_wiped(app: Flask) -> None:
    kiosk = done(app, "download")
    link = link_of(kiosk)
    kiosk.open("/kiosk/over")
    kiosk.press("Yes, clear")
    clock_of(kiosk).put_on(minutes=9)
    assert Device(app).open(link).status == 200
    clock_of(kiosk).put_on(minutes=1)
    assert Device(app).open(link).status == 410


def test_looking_at_the_link_uses_nothing_up(app: Flask) -> None:
    link = link_of(done(app))
    assert [Device(app).open(link).status for _ in range(3)] == [200] * 3


def test_a_form_of_elsewhere_takes_nothing(app: Flask) -> None:
    link = link_of(done(app))
    assert Device(app).client.post(link).headers["Location"] == link
    assert Device(app).open(link).status == 200


def test_a_kiosk_that_offers_no_phone_lets_nothing_wait(app: Flask) -> None:
    kiosk = done(app, plan=KioskConfig("Door", offers_phone=False))
    assert "phone" not in kiosk.page.text
    assert Device(app).open(link_of(kiosk)).status == 410


def test_a_kiosk_cannot_open_the_report_itself(app: Flask) -> None:
    kiosk = done(app)
    assert kiosk.client.get(link_of(kiosk)).headers["Location"] == "/kiosk"


class Busy:
    """A printer that has too much to do."""

    def pdf(self, _view: object) -> bytes:
        raise RenderBusy(7)

    def wait_until_idle(self, _seconds: float) -> bool:
        return False


def test_a_report_that_cannot_be_made_now_is_not_used_up(make_app: MakeApp) -> None:
    kiosk = done(with_practitioner(make_app(render_pool=Busy())))
    phone = Device(kiosk.app)
    phone.open(link_of(kiosk))
    link = phone.press("Open my report").link("Open my report (PDF)")
    page = phone.open(link)
    assert (page.status, page.h1) == (503, ["One moment, please"])
    assert phone.open(page.link("Try again")).status == 503
    assert phone.open(link_of(kiosk)).status == 200


def test_only_a_kiosk_with_a_printer_has_the_report_on_its_page_for_paper(app: Flask) -> None:
    assert "data-print" not in str(done(app).page.tags)
    page = done(app, plan=KioskConfig("Door", offers_print=True)).page
    assert page.by_id("paper")["class"] == "paper"
    assert "Your picture at a glance" in page.text
