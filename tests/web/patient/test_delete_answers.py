"""Nothing is deleted, and nothing put out of reach, before somebody said so on a page that says what goes."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.web.device import PASSED, Device
from tests.web.fakes import Clock, MakeApp
from tests.web.patient.leaving import sentence_on, who_left
from tests.web.staff import parts_of
from webapp.web.patient.device_answers import fingerprint


def draft_of(device: Device, token: str = "") -> Any:  # noqa: ANN401  a draft, or None
    here = parts_of(device.app)
    return here.store.drafts.open(token or device.cookie(), here.clock())


def tab_of(device: Device) -> Device:
    """Another tab of the same browser."""
    tab = Device(device.app)
    tab.client = device.client
    return tab


# --- An answer that ends the questionnaire ----------------------------------------------------------


@pytest.mark.no_cover
@pytest.mark.parametrize("typed", ["0", "5", "17"])
def test_an_age_that_was_mistyped_at_the_end_costs_nothing(device: Device, typed: str) -> None:
    device.pass_safety()
    device.open("/section/fibre")
    device.press("Continue", {"veg_per_day": "3"})
    device.open("/check")
    device.open(device.page.link("Change Age"))
    page = device.press("Continue", {"age_years": typed})
    assert page.h1 == ["For adults only"]
    assert page.text.count("Nothing") == 1
    page = device.open(page.link("Change my answer: Age"))
    assert (page.url, page.value("age_years")) == ("/section/about_you?from=check", [typed])
    page = device.press("Continue", {"age_years": "52"})
    assert page.url.startswith("/check")
    assert "Age 52 years" in page.text
    assert "Vegetables 3 handfuls" in page.text


def test_a_slip_at_the_consent_costs_nothing(device: Device) -> None:
    device.open("/")
    device.press("Start")
    page = device.press("Continue", {**PASSED, "consent": "no"})
    page = device.open(page.link("Change my answer: OK to start"))
    assert page.value("age_years") == ["40"]
    assert device.press("Continue", {"consent": "yes"}).url == "/section/safety"


def test_who_stopped_is_led_back_to_why_wherever_they_go_on(device: Device) -> None:
    device.begin()
    device.open("/section/about_you")
    device.press("Continue", {"age_years": "17"})
    assert device.open("/continue").url == "/stopped"
    device.open("/section/fibre")
    assert device.press("Continue").url == "/stopped"
    assert device.open("/hand-over").url.startswith("/check")
    assert device.press("Continue").url == "/stopped"


def test_the_answers_of_who_stopped_are_gone_an_hour_later_unless_they_are_mended(make_app: MakeApp) -> None:
    clock = Clock()
    device = Device(make_app(clock=clock))
    device.begin()
    device.open("/section/about_you")
    device.press("Continue", {"age_years": "17"})
    clock.put_on(minutes=59)
    assert device.open("/stopped").status == 200
    clock.put_on(minutes=1)
    assert device.open("/stopped").status == 410
    device.begin()
    device.open("/section/about_you")
    device.press("Continue", {"age_years": "17"})
    device.open(device.page.link("Change my answer: Age"))
    device.press("Continue", {"age_years": "71"})
    clock.put_on(days=6)
    assert device.open("/continue").status == 200


def test_who_is_not_stopped_has_nothing_to_delete_there(device: Device) -> None:
    device.begin()
    token = device.cookie()
    assert device.open("/stopped").url == "/section/safety"
    form = {"csrf_token": device.page.value("csrf_token")[0], "which": fingerprint(token)}
    device.client.post("/stopped", data=form)
    assert draft_of(device, token)


# --- To begin, and to begin again -------------------------------------------------------------------


def test_to_begin_again_is_asked_first_and_deletes_what_was_there(device: Device) -> None:
    device.begin()
    old = device.cookie()
    device.open("/")
    page = device.open(device.page.link("Delete my answers and begin again"))
    assert page.h1 == ["Delete what is here, and begin again?"]
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


@pytest.mark.no_cover
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


@pytest.mark.no_cover
@pytest.mark.parametrize("page", ["/begin-again", "/finish"])
def test_there_is_nothing_to_delete_where_nothing_is(device: Device, page: str) -> None:
    assert device.open(page).url == "/"


def test_to_begin_again_after_sending_says_what_is_lost(device: Device) -> None:
    device.pass_safety()
    device.hand_over()
    device.open("/")
    page = device.open(device.page.link("Begin again"))
    assert "The clinic keeps what you sent." in page.text
    assert device.open(page.link("No, show my result")).url == "/result"


# --- To finish --------------------------------------------------------------------------------------


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
    device = who_left(app)
    old_tab = tab_of(device)
    old_tab.open("/leave")
    device.open("/begin-again")
    device.press("Yes, delete")
    device.press("Continue", PASSED)
    assert old_tab.press("Leave, and clear this device").url == "/section/safety"
    assert device.cookie()


# --- Other answers on this device -------------------------------------------------------------------


def other_answers(app: Flask) -> Device:
    """A device on which somebody else begins."""
    other = Device(app)
    other.begin()
    return other


def bring(other: Device, left: Device, way: str) -> None:
    """Open what was left, on the other device."""
    if way == "link":
        other.open(f"/come-back/{left.cookie()}")
        other.press("Open my answers")
    else:
        other.open("/come-back")
        other.press("Find my answers", {"words": sentence_on(left)})


@pytest.mark.parametrize("way", ["words", "link"])
def test_who_comes_back_where_others_began_gets_words_for_these_first(app: Flask, way: str) -> None:
    left, other = who_left(app), other_answers(app)
    token = other.cookie()
    bring(other, left, way)
    assert other.page.h1 == ["There are other answers on this device"]
    assert other.cookie() == token
    other.press("Get words for the other answers")
    words = sentence_on(other)
    assert other.press("I have the words. Open my answers").url.startswith("/section/fibre")
    assert other.cookie() == left.cookie()
    third = Device(app)
    third.open("/come-back")
    third.press("Find my answers", {"words": words})
    assert third.cookie() == token


@pytest.mark.no_cover
def test_the_words_of_the_others_are_those_that_they_have(app: Flask) -> None:
    left, other = who_left(app), other_answers(app)
    other.press("Save and leave", {"red_flags": "none"})
    words = sentence_on(other)
    bring(other, left, "link")
    other.press("Get words for the other answers")
    assert sentence_on(other) == words


@pytest.mark.no_cover
@pytest.mark.parametrize("way", ["words", "link"])
def test_nobody_has_to_take_words(app: Flask, way: str) -> None:
    left, other = who_left(app), other_answers(app)
    bring(other, left, way)
    assert other.press("Open my answers all the same").url.startswith("/section/fibre")
    assert other.cookie() == left.cookie()


@pytest.mark.no_cover
def test_a_result_that_was_sent_is_not_given_up_unasked(app: Flask) -> None:
    left, other = who_left(app), Device(app)
    other.pass_safety()
    other.hand_over()
    token = other.cookie()
    bring(other, left, "link")
    assert "They were sent to the clinic." in other.page.text
    assert not any("words" in words for form in other.page.forms for words in form.buttons)
    assert other.cookie() == token
    other.press("Open my answers all the same")
    assert other.cookie() == left.cookie()


@pytest.mark.no_cover
def test_who_comes_back_to_the_own_device_is_not_asked(app: Flask) -> None:
    left = who_left(app)
    words = sentence_on(left)
    left.open("/come-back")
    left.press("Find my answers", {"words": words})
    assert left.page.url.startswith("/section/fibre")


@pytest.mark.no_cover
def test_a_form_without_any_answer_is_given_up_unasked(app: Flask) -> None:
    left, other = who_left(app), Device(app)
    other.open("/")
    other.press("Start")
    bring(other, left, "link")
    assert other.cookie() == left.cookie()


def test_whether_a_device_keeps_the_answers_is_asked_on_each(app: Flask) -> None:
    left, other = who_left(app), Device(app)
    other.open("/come-back")
    other.press("Find my answers", {"words": sentence_on(left), "keep": "yes"})
    assert other.client.get_cookie("keep")
    assert left.client.get_cookie("keep") is None
    other.open("/come-back")
    assert other.page.by_id("keep").get("checked") is not None


def test_an_empty_box_for_the_words_has_its_own_short_sentence(device: Device) -> None:
    device.open("/come-back")
    page = device.press("Find my answers", {"words": "  "})
    assert (page.status, page.problems) == (422, ["Your words: Type your six words first."])
