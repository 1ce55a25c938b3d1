"""Nothing is deleted before somebody said so on a page that says what goes."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.web.device import PASSED, Device
from tests.web.patient.leaving import device_that_left
from tests.web.patient.server_side import draft_of


def tab_of(device: Device) -> Device:
    """Another tab of the same browser."""
    tab = Device(device.app)
    tab.client = device.client
    return tab


def test_to_begin_again_is_asked_first_and_deletes_what_was_there(device: Device) -> None:
    device.begin()
    old = device.cookie()
    device.open("/")
    page = device.open(device.page.link("Delete my answers and start again"))
    assert page.h1 == ["Delete what is here, and start again?"]
    assert device.open(page.link("No, go on where you stopped")).url == "/section/safety"
    device.open("/begin-again")
    assert device.press("Yes, delete").url == "/section/about_you"
    assert device.cookie() != old
    assert draft_of(device, old) is None


def test_start_in_an_old_tab_leads_to_what_was_begun_meanwhile(device: Device) -> None:
    old_tab = tab_of(device)
    old_tab.open("/")
    device.begin()
    token = device.cookie()
    assert old_tab.press("Start").url == "/begin-again"
    assert draft_of(device, token)
    assert device.cookie() == token


def test_start_twice_is_one_beginning(device: Device) -> None:
    old_tab = tab_of(device)
    old_tab.open("/")
    device.open("/")
    device.press("Start")
    token = device.cookie()
    assert old_tab.press("Start").url == "/section/about_you"
    assert device.cookie() == token


@pytest.mark.parametrize("page", ["/begin-again", "/finish"])
def test_an_old_page_deletes_only_what_it_was_made_for(device: Device, page: str) -> None:
    device.begin()
    old_tab = tab_of(device)
    old_tab.open(page)
    device.open("/begin-again")
    device.press("Yes, delete")
    device.press("Continue", PASSED)
    token = device.cookie()
    assert old_tab.press("Yes, delete").url == page, "it asks again"
    assert draft_of(device, token)


@pytest.mark.parametrize("page", ["/begin-again", "/finish"])
def test_there_is_nothing_to_delete_where_nothing_is(device: Device, page: str) -> None:
    assert device.open(page).url == "/"


def test_to_begin_again_after_sending_says_what_is_lost(device: Device) -> None:
    device.pass_safety()
    device.hand_over()
    device.open("/")
    page = device.open(device.page.link("Start again"))
    assert "The clinic keeps what you sent." in page.text
    assert device.open(page.link("No, show my result")).url == "/result"


def test_the_only_copy_of_a_report_is_deleted_only_after_a_question(device: Device) -> None:
    device.pass_safety()
    device.hand_over("download")
    token = device.cookie()
    page = device.press("Finish and clear this device")
    assert page.h1 == ["Delete everything now?"]
    assert "You did not download your report yet." in page.text
    assert draft_of(device, token)
    assert device.open(page.link("No, show my result")).url == "/result"
    device.open("/finish")
    assert device.press("Yes, delete").url == "/ended/deleted"
    assert draft_of(device, token) is None


def test_who_downloaded_the_report_is_not_asked_until_an_answer_changes(device: Device) -> None:
    device.pass_safety()
    page = device.hand_over("download")
    before = draft_of(device).expires_at
    assert device.client.get(page.link("Download the report (PDF)")).status_code == 200
    assert draft_of(device).expires_at == before
    device.open("/section/fibre")
    device.press("Continue", {"veg_per_day": "2"})
    device.open("/check")
    page = device.hand_over("download")
    assert device.press("Finish and clear this device").url == "/finish"
    for link in ("Download the report (PDF)", "In large print (PDF)"):
        assert device.client.get(page.link(link)).status_code == 200
    device.open("/result")
    assert device.press("Finish and clear this device").url == "/ended/deleted"


def test_finishing_in_an_old_tab_leaves_a_form_that_was_begun_since(device: Device) -> None:
    device.pass_safety()
    device.hand_over()
    old_tab = tab_of(device)
    old_tab.open("/result")
    device.open("/begin-again")
    device.press("Yes, delete")
    device.press("Continue", PASSED)
    token = device.cookie()
    page = old_tab.press("Finish and clear this device")
    assert page.url == "/finish"
    assert "answers that are not finished" in page.text
    assert draft_of(device, token)


def test_clearing_in_an_old_tab_leaves_a_form_that_was_begun_since(app: Flask) -> None:
    device = device_that_left(app)
    old_tab = tab_of(device)
    old_tab.open("/leave")
    device.open("/begin-again")
    device.press("Yes, delete")
    device.press("Continue", PASSED)
    assert old_tab.press("Leave, and clear this device").url == "/section/safety"
    assert device.cookie()
