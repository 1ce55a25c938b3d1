"""Opening answers on a device that holds others: it asks first, and offers words for those."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.web.device import Device
from tests.web.patient.leaving import device_that_left, passphrase_on


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
        other.press("Find my answers", {"words": passphrase_on(left)})


@pytest.mark.parametrize("way", ["words", "link"])
def test_who_comes_back_where_others_began_gets_words_for_these_first(app: Flask, way: str) -> None:
    left, other = device_that_left(app), other_answers(app)
    token = other.cookie()
    bring(other, left, way)
    assert other.page.h1 == ["There are other answers on this device"]
    assert other.cookie() == token
    other.press("Get words for the other answers")
    words = passphrase_on(other)
    assert other.press("I have the words. Open my answers").url.startswith("/section/fibre")
    assert other.cookie() == left.cookie()
    third = Device(app)
    third.open("/come-back")
    third.press("Find my answers", {"words": words})
    assert third.cookie() == token


def test_the_words_of_the_others_are_those_that_they_have(app: Flask) -> None:
    left, other = device_that_left(app), other_answers(app)
    other.press("Save and leave", {"signs_now": "none", "red_flags": "none"})
    words = passphrase_on(other)
    bring(other, left, "link")
    other.press("Get words for the other answers")
    assert passphrase_on(other) == words


@pytest.mark.parametrize("way", ["words", "link"])
def test_nobody_has_to_take_words(app: Flask, way: str) -> None:
    left, other = device_that_left(app), other_answers(app)
    bring(other, left, way)
    assert other.press("Open my answers all the same").url.startswith("/section/fibre")
    assert other.cookie() == left.cookie()


def test_a_result_that_was_sent_is_not_given_up_unasked(app: Flask) -> None:
    left, other = device_that_left(app), Device(app)
    other.pass_safety()
    other.hand_over()
    token = other.cookie()
    bring(other, left, "link")
    assert "They were sent to the clinic." in other.page.text
    assert not any("words" in words for form in other.page.forms for words in form.buttons)
    assert other.cookie() == token
    other.press("Open my answers all the same")
    assert other.cookie() == left.cookie()


def test_who_comes_back_to_the_own_device_is_not_asked(app: Flask) -> None:
    left = device_that_left(app)
    words = passphrase_on(left)
    left.open("/come-back")
    left.press("Find my answers", {"words": words})
    assert left.page.url.startswith("/section/fibre")


def test_a_form_without_any_answer_is_given_up_unasked(app: Flask) -> None:
    left, other = device_that_left(app), Device(app)
    other.open("/")
    other.press("Start")
    bring(other, left, "link")
    assert other.cookie() == left.cookie()


def test_whether_a_device_keeps_the_answers_is_asked_on_each(app: Flask) -> None:
    left, other = device_that_left(app), Device(app)
    other.open("/come-back")
    other.press("Find my answers", {"words": passphrase_on(left), "keep": "yes"})
    assert other.client.get_cookie("keep")
    assert left.client.get_cookie("keep") is None
    other.open("/come-back")
    assert other.page.by_id("keep").get("checked") is not None


def test_an_empty_box_for_the_words_has_its_own_short_sentence(device: Device) -> None:
    device.open("/come-back")
    page = device.press("Find my answers", {"words": "  "})
    assert (page.status, page.problems) == (422, ["Your words: Type your six words."])
