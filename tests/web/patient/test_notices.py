"""Safety messages over the whole screen: right after the section that raised them, and before leaving."""

from __future__ import annotations

import pytest
from flask import Flask
from markupsafe import Markup

from tests.project import QUESTIONNAIRE, TEXT
from tests.web.device import PASSED, SAFE, Device
from tests.web.fakes import MakeApp
from tests.web.kiosk.tablet import tablet
from tests.web.pages import Page
from webapp.clinic import Clinic
from webapp.web.kit.phone_links import with_links

BLEEDS = {"signs_now": ["none"], "red_flags": ["blood_stool"]}
SIGNS = {
    name: [
        one.id for one in QUESTIONNAIRE.questions[name].options if not one.exclusive and one.id != "bloating"
    ]
    for name in ("signs_now", "red_flags")
}
"""All that everybody is warned of; new bloating is a sign at 50 and over."""

REGIONS = tuple(
    words for region in QUESTIONNAIRE.regions.values() for words in (region.emergency, region.help_line)
)


def boxes(page: Page) -> list[str]:
    """How the boxes of the page look."""
    return [one["class"] for one in page.all("section") if one.get("class", "").startswith("box")]


def alerts(page: Page) -> int:
    return sum(attributes.get("role") == "alert" for _, attributes in page.tags)


def calls(page: Page) -> list[str]:
    return [one["href"] for one in page.all("a") if one["href"].startswith("tel:")]


@pytest.mark.parametrize(("asked", "sign"), [(asked, sign) for asked in SIGNS for sign in SIGNS[asked]])
def test_every_sign_is_answered_right_after_its_section(device: Device, asked: str, sign: str) -> None:
    device.begin()
    page = device.press("Continue", {"signs_now": "none", "red_flags": "none", asked: [sign]})
    assert page.h1 == ["Please read this now"]
    assert (alerts(page), boxes(page)) == (1, ["box danger"])
    assert device.press("I have read this").url == "/section/fibre"


def test_all_signs_stand_in_a_box_for_each_time_and_one_alert(device: Device) -> None:
    device.begin()
    page = device.press("Continue", SIGNS)
    assert (alerts(page), set(boxes(page))) == (1, {"box danger"})
    headings = ("medical help today", "today or tomorrow", "next day or two", "this week", "next two weeks")
    times = [page.text.index(words) for words in headings]
    assert times == sorted(times)


def test_follow_ups_of_the_section_come_first(device: Device) -> None:
    device.begin()
    device.press("Continue", {**BLEEDS, "conditions": ["crohns_colitis"]})
    assert device.page.h1 == ["One more question: Flare now"]
    page = device.press("Continue", {"ibd_flare": "yes"})
    assert page.h1 == ["Please read this now"]
    assert "Blood in your poo" in page.text
    assert "Your flare" in page.text


AT_ONCE = TEXT.replace('id = "blood"\ntier = 2', 'id = "blood"\ntier = 2\nat_once = true')
UNSEEN_FLARE = {**BLEEDS, "conditions": ["crohns_colitis"]}


def test_a_sign_that_does_not_wait_comes_before_the_follow_ups(make_app: MakeApp) -> None:
    assert AT_ONCE != TEXT
    device = Device(make_app(questions=AT_ONCE))
    device.begin()
    page = device.press("Continue", UNSEEN_FLARE)
    assert page.h1 == ["Please read this now"]
    assert "Blood in your poo" in page.text
    assert device.press("I have read this").h1 == ["One more question: Flare now"]
    page = device.press("Continue", {"ibd_flare": "yes"})
    assert "Your flare" in page.text
    assert "Blood in your poo" not in page.text, "it was read"


def test_a_sign_that_does_not_wait_comes_before_leaving_with_follow_ups_open(make_app: MakeApp) -> None:
    device = Device(make_app(questions=AT_ONCE))
    device.begin()
    assert "Blood in your poo" in device.press("Save and leave", UNSEEN_FLARE).text
    assert "Blood in your poo" in device.press("I have read this").text
    assert device.page.url == "/leave"


def test_a_number_far_too_high_is_answered_right_after_its_section(device: Device) -> None:
    device.begin()
    device.press("Continue", {"signs_now": "none", "red_flags": "none"})
    device.open("/section/blood_sugar")
    device.press("Continue", {"diabetes": "prediabetes", "glucose_kind": "a1c_pct"})
    page = device.press("Continue", {"glucose_value": "14"})
    assert "Very high sugar" in page.text


@pytest.mark.parametrize("button", ["Continue", "Back", "Save and leave"])
def test_whatever_button_is_pressed_the_message_comes_first(device: Device, button: str) -> None:
    device.begin()
    assert device.press(button, BLEEDS).h1 == ["Please read this now"]


def test_a_message_is_shown_again_only_when_it_is_raised_again(device: Device) -> None:
    device.begin()
    device.press("Continue", BLEEDS)
    device.press("I have read this")
    device.open("/section/safety")
    assert device.press("Continue").url == "/section/fibre"
    device.open("/section/safety")
    assert device.press("Continue", {"signs_now": "none", "red_flags": "none"}).url == "/section/fibre"
    device.open("/section/safety")
    assert device.press("Continue", BLEEDS).h1 == ["Please read this now"]


def test_a_second_sign_is_shown_alone(device: Device) -> None:
    device.begin()
    device.press("Continue", BLEEDS)
    device.press("I have read this")
    device.open("/section/safety")
    page = device.press("Continue", {"signs_now": ["fever"], "red_flags": ["blood_stool"]})
    assert "Fever" in page.text
    assert "Blood in your poo" not in page.text


def test_leaving_says_it_on_every_page_up_to_the_last(device: Device) -> None:
    device.begin()
    device.press("Save and leave", BLEEDS)
    page = device.press("I have read this")
    assert page.url == "/leave"
    assert "Blood in your poo" in page.text
    page = device.press("Leave, and clear this device")
    assert page.h1 == ["Saved and cleared from this device"]
    assert "Blood in your poo" in page.text
    assert (device.cookie(), alerts(page)) == ("", 0)


def test_who_stops_here_keeps_the_answers_and_comes_back_to_the_next_page(device: Device) -> None:
    device.begin()
    device.press("Continue", BLEEDS)
    page = device.press("Stop here")
    assert page.url == "/leave"
    assert "Blood in your poo" in page.text
    assert device.open(page.link("Go on now")).url == "/section/fibre"


def test_who_stops_here_at_a_kiosk_is_asked_before_all_is_deleted(app: Flask) -> None:
    kiosk = tablet(app)
    kiosk.touch()
    kiosk.press("Continue", PASSED)
    page = kiosk.press("Continue", BLEEDS)
    page = kiosk.open(page.link("Stop here"))
    assert page.h1 == ["Start over?"]
    assert kiosk.open(page.link("No, go on")).url == "/section/fibre"
    kiosk.open("/kiosk/over")
    kiosk.press("Yes, delete")
    assert kiosk.is_at_first_screen
    assert kiosk.client.get("/kiosk/over").location == "/kiosk"


def test_only_words_for_who_may_harm_themselves_have_a_heart(device: Device) -> None:
    device.begin()
    device.press("Continue", BLEEDS)
    device.press("I have read this")
    device.open("/section/stress")
    device.press("Continue", {"stress_now": "5"})
    device.press("Continue", {"phq4_1": "1"})
    page = device.press("Continue", {"self_harm": "yes"})
    assert (alerts(page), boxes(page)) == (1, ["box calm"])
    device.press("I have read this")
    device.open("/check")
    assert boxes(device.hand_over())[:2] == ["box calm", "box danger"]


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        ("CA", ["tel:911"]),
        ("UK", ["tel:999"]),
        ("IE", ["tel:112", "tel:999"]),
        ("AU_NZ", ["tel:000", "tel:111"]),
        ("", []),
    ],
)
def test_emergency_numbers_can_be_touched(make_app: MakeApp, region: str, expected: list[str]) -> None:
    device = Device(make_app(clinic=Clinic(region=region)))
    device.open("/")
    device.press("Start")
    device.press("Continue", {**PASSED, "region": "OTHER"} if not region else PASSED)
    assert calls(device.press("Continue", BLEEDS)) == expected
    assert calls(device.open("/ended/left")) == expected


@pytest.mark.parametrize(
    ("words", "linked"),
    [
        ("call <strong>988 (call or text)</strong>", ["988"]),
        ("Samaritans 116 123 is free", ["116 123"]),
        ("13 11 14 (Lifeline, Australia) or 1737 (New Zealand)", ["13 11 14", "1737"]),
        ("call 112.", ["112"]),
        ("112 or 999", ["112", "999"]),
        ("You take 4,112 IU, 0.911 or 9110 or 1.911", []),
        ("about 988 grams", []),
        ('<a title="911">no</a>', []),
    ],
)
def test_only_the_numbers_of_the_questionnaire_are_linked(words: str, linked: list[str]) -> None:
    links = [f'<a href="tel:{one.replace(" ", "")}">{one}</a>' for one in linked]
    made = with_links(Markup(words), REGIONS)  # noqa: S704  the test's own words
    assert made.count('href="tel:') == len(linked)
    assert all(link in made for link in links)


def test_without_a_number_to_call_nothing_is_linked() -> None:
    assert with_links(Markup("call 911"), ["your local crisis line"]) == "call 911"


def test_a_heading_that_the_page_has_is_not_said_again_in_the_box(make_app: MakeApp) -> None:
    clinic = Clinic(region="CA", asks_self_harm=True, self_harm_contact="Ann")
    device = Device(make_app(clinic=clinic))
    device.pass_safety()
    device.open("/section/stress")
    device.press("Continue", {"stress_now": "5"})
    device.press("Continue", {"phq4_1": "3", "phq4_2": "3", "phq4_3": "0", "phq4_4": "0"})
    page = device.press("Continue", {"self_harm": "yes"})
    assert page.h1 == ["Please read this now"]
    assert page.text.count("Please read this now") == 1
    assert "You matter" in page.text
    assert "<h3" not in device.seen[-1].text


def under_stress(device: Device, self_harm: str) -> None:
    device.begin()
    device.press("Continue", SAFE)
    device.open("/section/stress")
    device.press("Continue", {"stress_now": "5"})
    device.press("Continue", {"phq4_1": "1"})
    device.press("Continue", {"self_harm": self_harm})


def test_an_urgent_message_comes_before_anything_else(device: Device) -> None:
    under_stress(device, "yes")
    assert device.page.h1 == ["Please read this now"]
    assert "988" in device.page.text
    assert "911" in device.page.text
    assert device.press("I have read this").url == "/section/vitamin_d"


def test_kind_words_come_when_the_answer_is_no(device: Device) -> None:
    under_stress(device, "no")
    assert device.page.h1 == ["Before you go on"]
    assert "988" in device.page.text


def test_a_message_is_shown_before_leaving_too(device: Device) -> None:
    device.pass_safety()
    device.open("/section/stress")
    device.press("Continue", {"stress_now": "5"})
    device.press("Continue", {"phq4_1": "1"})
    assert device.press("Save and leave", {"self_harm": "yes"}).h1 == ["Please read this now"]
    assert device.press("I have read this").url == "/leave"


def test_a_message_that_was_read_does_not_come_again(device: Device) -> None:
    under_stress(device, "yes")
    device.press("I have read this")
    device.open("/section/stress")
    assert device.press("Continue").url == "/section/vitamin_d"
    assert device.open("/notice").url == "/section/fibre"


def test_nothing_is_sent_while_an_urgent_message_was_not_read(device: Device) -> None:
    under_stress(device, "yes")
    device.open("/check")
    assert device.press("Continue").h1 == ["Please read this now"]
    assert device.press("I have read this").url.startswith("/check")
