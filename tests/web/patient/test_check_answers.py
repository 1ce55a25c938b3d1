"""The page "Check your answers": every answer in words, and changing them."""

from __future__ import annotations

import pytest

from tests.web.device import SAFE, Device


def test_the_check_tells_every_answer_in_words(device: Device) -> None:
    device.begin()
    device.press("Continue", {"signs_now": ["fever"], "red_flags": ["lump"], "conditions": []})
    device.press("I have read this")
    device.press("Continue", {"veg_per_day": "2", "fruit_per_day": ["", "unsure"]})
    text = device.open("/check").text
    assert "A fever: 38 °C (100.4 °F), or on chemo 37.5 °C (99.5 °F)" in text
    assert "Vegetables 2 handfuls a day" in text
    assert "Whole fruit Not sure" in text
    assert "Illnesses Skipped" in text


@pytest.mark.parametrize(
    ("section", "typed", "words", "links"),
    [
        (
            "fibre",
            {"veg_per_day": "15", "fruit_per_day": "15", "wholegrain_per_day": "15"},
            "more fibre than most people can eat",
            ["Vegetables", "Whole fruit", "Whole grain food"],
        ),
        (
            "sugar",
            {"sugary_drinks_per_week": "70", "sugary_drink_kind": "hfcs"},
            "far more sugar than most people have",
            ["Sugary drinks"],
        ),
    ],
)
def test_numbers_that_can_hardly_be_are_asked_about_while_they_can_be_mended(
    device: Device, section: str, typed: dict[str, str], words: str, links: list[str]
) -> None:
    device.begin()
    device.press("Continue", SAFE)
    device.open(f"/section/{section}")
    device.press("Continue", typed)
    page = device.open("/check")
    assert words in page.text
    for link in links:
        assert page.link(link).startswith(f"/section/{section}?from=check#q-")
    device.open(f"/section/{section}")
    device.press("Continue", dict.fromkeys(typed, "1"))
    assert words not in device.open("/check").text


def test_who_left_most_open_is_told_that_more_answers_help(device: Device) -> None:
    device.begin()
    assert "questions open" in device.open("/check").text


def test_change_leads_to_the_question_and_back_to_the_check(device: Device) -> None:
    device.pass_safety()
    assert device.page.link("Change Illnesses") == "/section/safety?from=check#q-conditions"
    device.open("/section/safety?from=check")
    assert device.press("Continue", {"conditions": ["ibs"]}).url.startswith("/check")
    assert "Irritable bowel syndrome" in device.page.text


def test_a_change_that_makes_a_question_due_asks_it_first(device: Device) -> None:
    device.pass_safety()
    device.open("/section/safety?from=check")
    assert device.press("Continue", {"conditions": ["coeliac"]}).shown == ["coeliac_gluten_free"]
    assert device.press("Continue", {"coeliac_gluten_free": "yes"}).url == "/check"


def test_back_from_a_change_is_the_check(device: Device) -> None:
    device.pass_safety()
    device.open("/section/fibre?from=check")
    assert device.press("Back", {"veg_per_day": "5"}).url == "/check"
    assert "5 handfuls a day" in device.page.text


def test_a_change_with_an_error_still_leads_back_to_the_check(device: Device) -> None:
    device.pass_safety()
    device.open("/section/fibre?from=check")
    assert device.press("Continue", {"veg_per_day": "x"}).url == "/section/fibre?from=check&problems=1"
    assert device.press("Continue", {"veg_per_day": "1"}).url == "/check"


def test_a_blank_form_cannot_be_sent(device: Device) -> None:
    device.open("/")
    device.press("Start")
    device.open("/check")
    page = device.press("Continue")
    assert page.title.startswith("Error: ")
    assert [problem.split(":")[0] for problem in page.problems] == [
        "Agreed to start",
        "Age",
        "Sex at birth",
        "Signs now",
        "Warning signs",
    ]
    assert device.open(page.link(page.problems[1])).url == "/section/about_you?from=check&problems=1"


def test_a_wrong_answer_that_was_left_behind_stops_the_sending(device: Device) -> None:
    device.pass_safety()
    device.open("/section/fibre")
    device.press("Back", {"veg_per_day": "99"})
    device.open("/check")
    assert device.press("Continue").problems == [
        (
            "Vegetables: You typed 99 handfuls a day. "
            "Enter a number from 0 to 15. Halves are fine, for example 1.5. "
            "If it varies, give your best guess."
        )
    ]
