"""What was typed is kept: on this device, in two tabs, and on the next device."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from flask import Flask

from tests.web.device import PASSED, Device
from tests.web.fakes import Clock, MakeApp
from tests.web.patient.leaving import device_that_left, passphrase_on
from webapp.storage import Store
from webapp.web.kit.app_context import EXTENSION


def test_leaving_gives_words_a_link_and_a_code_until_a_date(app: Flask) -> None:
    left = device_that_left(app)
    assert left.page.url == "/leave"
    assert "Monday, November 30, 2026" in left.page.text
    assert len(passphrase_on(left).split()) == 6
    assert left.page.link(f"http://localhost/come-back/{left.cookie()}")
    assert len(left.page.all("path")) >= 1


def test_the_words_bring_everything_back_on_another_device(app: Flask) -> None:
    left = device_that_left(app)
    other = Device(app)
    other.open("/come-back")
    other.press("Find my answers", {"words": passphrase_on(left).upper()})
    page = other.open("/section/fibre")
    assert page.value("veg_per_day") == ["lots"]
    assert page.value("fruit_per_day") == ["2"]


def test_the_words_stay_on_the_page_when_it_is_loaded_again(app: Flask) -> None:
    left = device_that_left(app)
    before = passphrase_on(left)
    left.open("/leave")
    assert passphrase_on(left) == before


def test_the_link_does_nothing_until_the_button_is_pressed(app: Flask) -> None:
    left = device_that_left(app)
    other = Device(app)
    other.open(f"/come-back/{left.cookie()}")
    assert other.cookie() == ""
    other.press("Open my answers")
    assert other.cookie() == left.cookie()


def test_a_link_to_nothing_says_what_happened(device: Device) -> None:
    device.open("/come-back/" + "A" * 43)
    assert device.press("Open my answers").status == 410
    assert device.cookie() == ""
    assert "We cannot find your answers" in device.page.text


def test_a_link_to_nothing_does_not_take_away_what_the_device_holds(device: Device) -> None:
    device.begin()
    held = device.cookie()
    device.open("/come-back/nothing")
    device.press("Open my answers")
    assert device.cookie() == held


def test_the_page_of_a_link_is_named_to_nobody(app: Flask) -> None:
    left = device_that_left(app)
    left.open(f"/come-back/{left.cookie()}")
    assert left.seen[-1].headers["Referrer-Policy"] == "no-referrer"


def test_wrong_words_are_kept_and_explained(device: Device) -> None:
    device.open("/come-back")
    page = device.press("Find my answers", {"words": "one two three"})
    assert page.status == 422
    assert page.title.startswith("Error: ")
    assert page.value("words") == ["one two three"]


def test_too_many_tries_have_to_wait_a_minute(make_app: MakeApp) -> None:
    clock = Clock()
    device = Device(make_app(clock=clock))
    device.open("/come-back")
    wrong = {"words": "one two three four five six"}
    codes = [device.press("Find my answers", wrong).status for _ in range(6)]
    assert codes == [422] * 5 + [429]
    assert device.seen[-1].headers["Retry-After"] == "60"
    clock.put_on(minutes=1)
    assert device.press("Find my answers", wrong).status == 422


def test_leaving_can_clear_the_device_and_keep_the_draft(app: Flask) -> None:
    left = device_that_left(app)
    words = passphrase_on(left)
    page = left.press("Leave, and clear this device")
    assert page.url == "/ended/left"
    assert left.cookie() == ""
    other = Device(app)
    other.open("/come-back")
    other.press("Find my answers", {"words": words})
    assert other.open("/section/fibre").value("fruit_per_day") == ["2"]


def test_after_seven_days_the_draft_is_gone_and_a_page_says_so(make_app: MakeApp) -> None:
    clock = Clock()
    device = Device(make_app(clock=clock))
    device.begin()
    clock.put_on(days=7, seconds=1)
    page = device.press("Continue", {"signs_now": "none", "red_flags": "none"})
    assert page.status == 410
    assert "More than 7 days" in page.text


def test_without_a_cookie_every_page_of_a_draft_says_what_to_do(device: Device) -> None:
    for url in (
        "/section/fibre",
        "/section/fibre/more",
        "/check",
        "/hand-over",
        "/leave",
        "/notice",
        "/result",
        "/continue",
    ):
        page = device.open(url)
        assert page.status == 410, url
        assert page.link("Start again") == "/"


def test_two_tabs_that_save_different_sections_lose_nothing(device: Device) -> None:
    device.begin()
    first = device.open("/section/fibre").forms[0]
    second = device.open("/section/sugar").forms[0]
    device.send(first, {"veg_per_day": "1"})
    device.send(second, {"juice_per_week": "4"})
    assert device.open("/section/fibre").value("veg_per_day") == ["1"]
    assert device.open("/section/sugar").value("juice_per_week") == ["4"]


def test_five_tabs_that_save_at_the_same_moment_lose_nothing(device: Device) -> None:
    device.begin()
    ids = ["veg_per_day", "fruit_per_day", "wholegrain_per_day", "legumes_per_week", "nuts_per_week"]
    form = device.open("/section/fibre").forms[0]
    barrier = Barrier(len(ids))

    def save(question_id: str) -> None:
        tab = device.app.test_client()
        for name in ("draft", "session"):
            tab.set_cookie(name, device.cookie(name))
        barrier.wait()
        tab.post(form.action, data=form.sends | {"shown": [question_id], question_id: ["7"]})

    tabs = [Thread(target=save, args=(question_id,)) for question_id in ids]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    page = device.open("/section/fibre")
    assert [page.value(question_id) for question_id in ids] == [["7"]] * len(ids)


def test_a_form_that_was_open_too_long_is_shown_again_with_what_was_typed(device: Device) -> None:
    device.begin()
    device.open("/section/fibre")
    device.client.delete_cookie("session")
    page = device.press("Continue", {"veg_per_day": "3", "fruit_per_day": "lots"})
    assert page.status == 400
    assert "open for a long time" in page.text
    assert page.value("veg_per_day") == ["3"]
    assert page.value("fruit_per_day") == ["lots"]


def test_with_a_token_that_is_not_ours_nothing_is_stored(device: Device) -> None:
    device.begin()
    device.open("/section/fibre")
    device.press("Continue", {"veg_per_day": "3", "csrf_token": "forged"})
    assert device.open("/section/fibre").value("veg_per_day") == [""]


def test_after_a_failed_token_the_same_button_works(device: Device) -> None:
    device.begin()
    device.open("/section/fibre")
    device.press("Continue", {"veg_per_day": "3", "csrf_token": ""})
    assert device.press("Continue").url == "/section/sugar"
    assert device.open("/section/fibre").value("veg_per_day") == ["3"]


@pytest.mark.parametrize(
    "url", ["/start", "/notice", "/check", "/hand-over", "/finish", "/leave", "/come-back", "/come-back/x"]
)
def test_no_form_works_without_its_token(device: Device, url: str) -> None:
    device.begin()
    held = device.cookie()
    response = device.client.post(url)
    assert response.status_code in (303, 400)
    assert device.cookie() == held
    assert device.open("/section/about_you").value("age_years") == ["40"]


def test_without_cookies_the_first_page_says_what_is_missing(app: Flask) -> None:
    device = Device(app)
    device.open("/")
    device.client.delete_cookie("session")
    page = device.press("Start")
    assert page.status == 400
    assert "cookies" in page.text


def test_fields_that_the_page_did_not_hold_are_not_stored(device: Device) -> None:
    device.begin()
    device.open("/section/fibre")
    device.press("Continue", {"audit1": "4", "shown": "veg_per_day audit1 region nonsense", "nonsense": "x"})
    parts = device.app.extensions[EXTENSION]
    draft = parts.store.drafts.open(device.cookie(), parts.clock())
    assert set(draft.content["typed"]) == {*PASSED, "veg_per_day"}


def test_words_are_shown_only_to_who_left(device: Device) -> None:
    device.begin()
    assert device.open("/leave").url == "/section/safety"


def test_who_has_answered_everything_goes_on_at_the_check(device: Device) -> None:
    device.begin()
    device.press("Continue", {"signs_now": "none", "red_flags": "none"})
    while device.page.url.startswith("/section/"):
        device.press("Continue")
    assert device.open("/continue").url == "/check"


class BusyStore:
    """A store in which somebody else is always quicker."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.drafts = _Slow(store.drafts)
        self.submissions = _Slow(store.submissions)

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)


class _Slow:
    """What never saves nor submits in time."""

    def __init__(self, real: object) -> None:
        self._real = real

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)

    def save(self, *_: object, **__: object) -> bool:
        return False

    def submit(self, *_: object) -> None:
        return None


@pytest.mark.parametrize(
    ("url", "typing"),
    [("/section/fibre", {}), ("/hand-over", {"way": "send"}), ("/hand-over", {"way": "download"})],
)
def test_when_saving_never_succeeds_a_page_says_so(
    device: Device, make_app: MakeApp, url: str, typing: dict[str, str]
) -> None:
    device.begin()
    device.press("Continue", {"signs_now": "none", "red_flags": "none"})
    device.open("/check")
    device.press("Continue")
    parts = device.app.extensions[EXTENSION]
    other = Device(make_app(store=BusyStore(parts.store)))
    other.client.set_cookie("draft", device.cookie())
    other.open(url)
    assert other.press("Continue", typing).status == 503


def test_a_question_that_is_no_longer_asked_does_no_harm_to_an_old_draft(device: Device) -> None:
    device.begin()
    parts = device.app.extensions[EXTENSION]
    draft = parts.store.drafts.open(device.cookie(), parts.clock())
    content = draft.content | {"typed": draft.content["typed"] | {"gone": ["1"]}, "noted": ["gone"]}
    assert parts.store.drafts.save(device.cookie(), draft.version, content, parts.clock())
    assert device.open("/check").status == 200
