"""Save and leave: people come back to the page that they left."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.browser.page_tour import SECTIONS
from tests.web.device import PASSED, Device
from tests.web.fakes import NOON, MakeApp
from tests.web.invitations import invite
from tests.web.pages import Page
from tests.web.patient.leaving import device_that_left, passphrase_on
from tests.web.staff import app_context_of
from webapp.web.patient.passphrase import ISSUE_LIMIT

LACKING = (
    "Vegetables: Enter a number from 0 to 15. Halves are fine, for example 1.5. "
    "If it varies, give your best guess."
)


def come_back(app: Flask, left: Device, way: str) -> Page:
    """Come back to what was left: at once, on the first page, by the words, or by the link."""
    words, other = passphrase_on(left), Device(app)
    if way == "now":
        return left.open(left.page.link("Go on now"))
    if way == "first page":
        return left.open(left.open("/").link("Go on where you stopped"))
    if way == "link":
        other.open(left.page.link(f"http://localhost/come-back/{left.cookie()}"))
        return other.press("Open my answers")
    other.open("/come-back")
    return other.press("Find my answers", {"words": words})


WAYS_BACK = ("now", "first page", "words", "link")


@pytest.mark.parametrize("way", WAYS_BACK)
def test_whoever_comes_back_comes_to_the_page_that_was_left_with_what_is_wrong_there(
    app: Flask, way: str
) -> None:
    page = come_back(app, device_that_left(app), way)
    assert page.url == "/section/fibre?problems=typed"
    assert page.problems == [LACKING]
    assert page.value("fruit_per_day") == ["2"]


def test_a_wrong_value_is_said_on_leaving_too(app: Flask) -> None:
    assert LACKING in device_that_left(app).page.text


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_that_was_left_untouched_is_not_done(app: Flask, section: str) -> None:
    left = Device(app)
    left.open("/")
    left.press("Start")
    while left.page.url != f"/section/{section}":
        left.press(
            "Continue",
            {**PASSED, "signs_now": "none", "red_flags": "none"} if "consent" in left.page.shown else SAFE,
        )
    asked = left.page.shown
    left.press("Save and leave")
    page = come_back(app, left, "words")
    assert (page.url, page.shown, page.problems) == (f"/section/{section}", asked, [])


SAFE = {"signs_now": "none", "red_flags": "none"}


def test_a_section_that_was_left_has_nothing_skipped_and_asks_no_follow_up_yet(device: Device) -> None:
    device.begin()
    asked = device.page.shown
    device.press("Save and leave", {**SAFE, "medicines": ["nsaid"]})
    page = device.open("/continue")
    assert (page.url, page.shown) == ("/section/safety", asked)
    device.open("/check")
    assert "Illnesses Not answered yet" in device.page.text
    device.open("/continue")
    assert device.press("Continue").shown == ["nsaid_days_per_week"]
    assert "Illnesses Skipped" in device.open("/check").text


def test_follow_ups_that_were_left_are_asked_again_and_only_these(device: Device) -> None:
    device.begin()
    device.open("/section/alcohol")
    device.press("Continue", {"audit1": "4"})
    device.press("Save and leave", {"audit2": "3", "audit3": "2"})
    page = device.open("/continue")
    assert (page.url, page.shown) == ("/section/alcohol/more", ["audit2", "audit3"])
    assert device.press("Continue").shown == ["alcohol_withdrawal"]


def test_an_earlier_section_that_was_left_is_come_back_to_and_then_the_way_goes_on(device: Device) -> None:
    device.begin()
    device.press("Continue", SAFE)
    device.press("Continue", {"veg_per_day": "3"})
    device.press("Back")
    device.press("Save and leave")
    assert device.open("/continue").url == "/section/fibre"
    assert device.press("Continue").url == "/section/sugar"
    assert device.open("/continue").url == "/section/sugar"


def test_a_change_that_was_left_leads_back_to_the_check(device: Device) -> None:
    device.pass_safety()
    device.open(device.page.link("Change Age"))
    device.press("Save and leave", {"age_years": "41"})
    assert device.open("/continue").url == "/section/about_you?from=check"
    assert device.press("Continue").url.startswith("/check")


@pytest.mark.parametrize(("button", "typing"), [("Back", {}), ("Continue", {"veg_per_day": "lots"})])
def test_a_page_from_which_nobody_went_on_is_not_done_either(
    device: Device, button: str, typing: dict[str, str]
) -> None:
    device.begin()
    device.press("Continue", SAFE)
    device.press(button, typing)
    assert device.open("/continue").url.startswith("/section/fibre")


def test_a_draft_of_an_earlier_release_is_read(device: Device) -> None:
    device.begin()
    here = app_context_of(device.app)
    draft = here.store.drafts.open(device.cookie(), here.clock())
    assert draft
    older = {key: value for key, value in draft.content.items() if key not in ("unsent", "left")}
    assert here.store.drafts.save(device.cookie(), draft.version, older, here.clock())
    assert device.open("/continue").url == "/section/safety"


def test_the_page_that_was_left_may_be_gone(device: Device) -> None:
    device.begin()
    here = app_context_of(device.app)
    draft = here.store.drafts.open(device.cookie(), here.clock())
    assert draft
    left = {"section": "liver", "is_more": False, "then": "on"}
    content = draft.content | {"left": left}
    assert here.store.drafts.save(device.cookie(), draft.version, content, here.clock())
    assert device.open("/continue").url == "/section/safety"


def test_who_leaves_again_gets_the_same_words(app: Flask) -> None:
    left = device_that_left(app)
    words = passphrase_on(left)
    left.open("/section/fibre")
    left.press("Save and leave", {"veg_per_day": "3"})
    assert passphrase_on(left) == words


def test_while_too_many_leave_the_other_two_ways_are_shown_and_nothing_is_lost(make_app: MakeApp) -> None:
    app = make_app()
    with app.app_context():
        limiter = ISSUE_LIMIT.limiter
    for number in range(100):
        limiter.hit(str(number), NOON)
    left = device_that_left(app)
    assert left.page.url == "/leave?words=later"
    assert "There are no words for you at this moment" in left.page.text
    other = Device(app)
    other.open(left.page.link(f"http://localhost/come-back/{left.cookie()}"))
    other.press("Open my answers")
    assert other.open("/section/fibre").value("fruit_per_day") == ["2"]


def test_one_address_that_makes_drafts_leaves_words_for_others(make_app: MakeApp) -> None:
    app = make_app()
    with app.app_context():
        limiter = ISSUE_LIMIT.limiter
    for number in range(100):
        if limiter.hit(str(number), NOON, "stranger"):
            limiter.record_failure("stranger", NOON)
    assert passphrase_on(device_that_left(app))


def test_who_guesses_words_leaves_tries_for_others(make_app: MakeApp) -> None:
    app = make_app()
    left = device_that_left(app)
    stranger = {"REMOTE_ADDR": "192.0.2.7"}
    for _ in range(20):
        device = Device(app)
        device.client.environ_base.update(stranger)
        device.open("/come-back")
        for _ in range(5):
            device.press("Find my answers", {"words": "no one knows these six words"})
    assert device.page.status == 429
    other = Device(app)
    other.open("/come-back")
    assert other.press("Find my answers", {"words": passphrase_on(left)}).url.startswith("/section/fibre")


@pytest.mark.parametrize(
    ("path", "button"), [("/come-back", "Find my answers"), ("/invited", "Open my form")]
)
def test_words_that_are_not_six_are_counted_and_cost_no_try(app: Flask, path: str, button: str) -> None:
    words = passphrase_on(device_that_left(app)).split()
    device = Device(app)
    device.open(path)
    for typed, count in ((words[:5], "5 words"), ([*words, "taps"], "7 words"), (words[:1], "1 word")):
        for _ in range(5):
            page = device.press(button, {"words": " ".join(typed)})
            assert page.status == 422
            assert page.problems == [f"Your words: You typed {count}. There are six."]
            assert page.value("words") == [" ".join(typed)]
    assert device.press(button, {"words": "12 34"}).problems == ["Your words: Type your six words."]
    device.open("/come-back")
    assert device.press("Find my answers", {"words": " ".join(words)}).url.startswith("/section/fibre")


@pytest.mark.parametrize("between", ["", "-", ", ", "\n"])
def test_six_words_are_taken_whatever_stands_between_them(app: Flask, between: str) -> None:
    words = passphrase_on(device_that_left(app))
    device = Device(app)
    device.open("/come-back")
    assert device.press("Find my answers", {"words": words.replace(" ", between)}).url.startswith("/section/")


@pytest.mark.parametrize(
    ("path", "button"), [("/come-back", "Find my answers"), ("/invited", "Open my form")]
)
def test_a_link_that_is_pasted_instead_of_words_leads_on(app: Flask, path: str, button: str) -> None:
    left, device = device_that_left(app), Device(app)
    for _ in range(12):
        device.open(path)
        device.press(button, {"words": f"My link: https://forms.clinic.example/come-back/{left.cookie()} "})
        assert device.page.url == f"/come-back/{left.cookie()}"
    assert device.press("Open my answers").url.startswith("/section/fibre")
    invitation = invite(app)
    device.open(path)
    page = device.press(button, {"words": f"http://localhost/invited/{invitation.invitee.token}"})
    assert page.h1 == ["Your invitation"]


def test_the_ways_to_come_back_follow_the_sentence_that_announces_them(device: Device) -> None:
    device.begin()
    device.press("Continue", {**SAFE, "red_flags": ["blood_stool"]})
    device.press("I have read this")
    page = device.press("Save and leave", {"veg_per_day": "lots"})
    assert "on any device: 1. With these words" in page.text
    parts = ("Blood in your poo", "1. With these words", "3. With this link", "To look at when you come back")
    places = [page.text.index(part) for part in parts]
    assert places == sorted(places)
