"""Submitting: the patient sends the answers to the clinic, or only downloads the report."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.web.device import Device
from tests.web.fakes import Clock, MakeApp, with_practitioner
from tests.web.kiosk.tablet import clock_of
from tests.web.patient.server_side import asked_by, at_the_desk, draft_of, sent_by
from webapp.clinic import Clinic, Policy
from webapp.web.kit.dates import whole_day


def test_nothing_is_chosen_beforehand(make_app: MakeApp) -> None:
    device = asked_by(make_app)
    assert device.page.url == "/hand-over"
    assert [one["value"] for one in device.page.all("input") if one.get("name") == "way"] == [
        "send",
        "download",
    ]
    assert not any("checked" in one for one in device.page.all("input"))
    assert device.page.value("way") == []


def test_choosing_nothing_is_an_error_that_keeps_what_was_typed(make_app: MakeApp) -> None:
    device = asked_by(make_app)
    page = device.press("Continue", {"name": "Ana Lima", "number": "C-17"})
    assert page.status == 422
    assert page.title.startswith("Error: ")
    assert page.problems == ["Your choice: Please choose one of the two."]
    assert (page.value("name"), page.value("number")) == (["Ana Lima"], ["C-17"])
    assert draft_of(device).content["finished"] is None
    assert at_the_desk(device.app) == []


def test_a_choice_that_there_is_not_is_no_choice(make_app: MakeApp) -> None:
    device = asked_by(make_app)
    assert device.press("Continue", {"way": "publish"}).problems
    assert draft_of(device) is not None


def test_each_choice_says_what_happens(make_app: MakeApp) -> None:
    policy = Policy(submission_days=40, draft_days=3)
    device = Device(with_practitioner(make_app(clinic=Clinic(name="Elm", region="CA")), policy))
    device.pass_safety()
    text = device.press("Continue").text
    assert "Send my answers to Elm The practitioners of Elm can read your answers for 40 days." in text
    assert "You will get a code. Give it at the desk. We do not ask for your name." in text
    assert "Nothing is sent to the clinic. Your answers are kept securely on this server for 3 days." in text


def test_who_comes_back_days_later_reads_until_when_and_not_for_how_long(make_app: MakeApp) -> None:
    app = with_practitioner(make_app(), Policy(submission_days=40, draft_days=7))
    device = Device(app)
    device.pass_safety()
    device.hand_over("download")
    end = draft_of(device).expires_at
    clock_of(device).put_on(days=5)
    read_until = clock_of(device)() + timedelta(days=40)
    with app.test_request_context():
        kept, read = (" ".join(whole_day(day).split()) for day in (end, read_until))
    text = device.open("/hand-over").text
    assert f"Your answers are kept securely on this server until {kept}. Then they are deleted." in text
    assert "can read your answers for 40 days" in text
    device.press("Continue", {"way": "send"})
    clock_of(device).put_on(days=5)
    assert f"can read your answers until {read}. Then they are deleted." in device.open("/result").text


def test_until_printed_is_said_where_it_holds(make_app: MakeApp) -> None:
    device = Device(with_practitioner(make_app(), Policy(until_printed=True)))
    said = "can read your answers until the day after they printed them, and for 365 days at most."
    assert said in device.open("/").text
    device.pass_safety()
    assert said in device.press("Continue").text
    text = device.press("Continue", {"way": "send"}).text
    assert "until the day after they printed them, and until November 23, 2027 at most. Then they" in text
    assert "until the day after the clinic printed it" in device.page.text


def test_who_has_words_to_come_back_with_is_told_that_these_open_it_too(device: Device) -> None:
    device.begin()
    device.press("Save and leave", {"signs_now": "none", "red_flags": "none"})
    device.open("/check")
    assert "your link or your six words" in device.press("Continue").text


def test_sending_shows_the_code_for_the_desk_and_ends_the_draft(device: Device) -> None:
    device.pass_safety()
    page = device.hand_over()
    sent = sent_by(device)
    assert sent
    assert page.url == "/result"
    assert f"Your code for the desk: {sent.reference}" in page.text
    assert "It is on every page of your report" in page.text
    assert "Talk it over with Riverside. They have your answers." in page.text
    assert draft_of(device) is None
    assert sent.reference in at_the_desk(device.app)


def test_the_clinic_gets_the_answers_with_their_safety_tier(device: Device) -> None:
    device.begin()
    device.press("Continue", {"signs_now": ["none"], "red_flags": ["blood_stool"]})
    device.press("I have read this")
    device.open("/check")
    device.hand_over()
    sent = sent_by(device)
    assert sent
    assert (sent.tier, sent.channel, sent.answers["region"]) == ("2", "home", "CA")


def test_without_practitioners_nothing_is_offered_but_the_report(make_app: MakeApp) -> None:
    device = Device(make_app())
    assert "The practitioners of" not in device.open("/").text
    device.pass_safety()
    assert device.open("/hand-over").url == "/check"
    assert device.press("Finish and see my result").url == "/result"
    assert "Send it" not in device.page.text
    assert sent_by(device) is None


def test_without_practitioners_nothing_can_be_sent_from_an_old_page(make_app: MakeApp) -> None:
    app = make_app()
    device = Device(app)
    device.pass_safety()
    form = device.page.forms[0]
    form.action = "/hand-over"
    assert device.send(form, {"way": "send"}).url == "/check"
    assert draft_of(device) is not None


def test_the_device_has_its_report_for_as_long_as_drafts_are_kept(make_app: MakeApp) -> None:
    clock = Clock()
    device = Device(with_practitioner(make_app(clock=clock), Policy(draft_days=2)))
    device.pass_safety()
    assert "You can get it here until November 25, 2026." in device.hand_over().text
    clock.put_on(days=2, seconds=-1)
    assert device.open("/result").status == 200
    clock.put_on(seconds=2)
    assert device.open("/result").status == 410
    assert "Please ask there for your report" in device.page.text
    assert len(at_the_desk(device.app)) == 1


def test_nobody_comes_to_the_choice_before_the_answers_are_complete(device: Device) -> None:
    device.begin()
    assert device.open("/hand-over").url == "/check?problems=1"


@pytest.mark.parametrize("way", ["send", "download"])
def test_a_page_that_was_open_too_long_sends_nothing(device: Device, way: str) -> None:
    device.pass_safety()
    device.press("Continue")
    device.client.delete_cookie("session")
    page = device.press("Continue", {"way": way})
    assert (page.status, page.value("way")) == (400, [way])
    assert draft_of(device).content["finished"] is None
    assert device.press("Continue").url == "/result"


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        (Policy(), "We do not ask for your name."),
        (Policy(asks_person=True), "Your name is not needed."),
    ],
)
def test_the_first_page_tells_what_is_asked_and_kept(make_app: MakeApp, policy: Policy, said: str) -> None:
    device = Device(with_practitioner(make_app(clinic=Clinic(name="Elm", region="CA")), policy))
    text = device.open("/").text
    assert said in text
    assert ("We do not ask for your name." in text) is not policy.asks_person
    assert "The practitioners of Elm can read your answers for 365 days." in text
    assert "nothing is sent to the clinic. Your answers are kept securely for 7 days" in text
