"""Answers that do not fit together are asked about on their page, before the patient goes on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from flask import Flask

from tests.project import TEXT
from tests.web.app_factory import made, opened
from tests.web.conftest import CLINIC
from tests.web.device import SAFE, Device
from tests.web.fakes import Clock, Printer
from tests.web.kiosk.tablet import tablet
from tests.web.pages import Page
from tests.web.patient.server_side import change_elsewhere
from webapp.application import Given
from webapp.settings import Settings

SAID = "Never, and then every week: these two do not fit together."
CHECK = f"""
  [[section.check]]
  when = "veg_per_day > 9 and fruit_per_day == 0"
  text = "{SAID}"

  [[section.check]]
  when = "legumes_per_week > 20"
  text = "So many beans?"
"""
HEADING = "Do these answers fit together?"
ODD = {"veg_per_day": "10", "fruit_per_day": "0"}


def checked() -> str:
    start = TEXT.index('[[section]]\nid = "fibre"')
    first = TEXT.index("  [[section.question]]", start)
    return f"{TEXT[:first]}{CHECK.lstrip()}\n{TEXT[first:]}"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application that asks about them."""
    settings = Settings.for_instance(tmp_path_factory.mktemp("instance"))
    with closing(opened(settings)) as store:
        parts: Given = {"store": store, "clock": Clock(), "render_pool": Printer(), "clinic": CLINIC}
        parts["questions"] = checked()
        yield made(settings, **parts)


@pytest.fixture
def device(app: Flask) -> Device:
    device = Device(app)
    device.pass_safety()
    device.open("/section/fibre")
    return device


def test_the_page_asks_once_and_takes_the_answers_when_they_are_right(device: Device) -> None:
    page = device.press("Continue", ODD)
    assert page.url.startswith("/section/fibre")
    assert HEADING in page.text
    assert SAID in page.text
    assert "So many beans?" not in page.text
    links = [one["href"] for one in page.all("a") if one["href"].startswith("#q-")]
    assert links == ["#q-veg_per_day", "#q-fruit_per_day"]
    assert device.press("Continue").url == "/section/sugar"


def test_an_answer_that_was_mended_is_not_asked_about(device: Device) -> None:
    device.press("Continue", ODD)
    assert device.press("Continue", {"fruit_per_day": "1"}).url == "/section/sugar"
    assert SAID not in device.open("/check").text


def test_another_misfit_is_asked_about_too(device: Device) -> None:
    device.press("Continue", ODD)
    page = device.press("Continue", {"legumes_per_week": "21"})
    assert "So many beans?" in page.text
    assert device.press("Continue").url == "/section/sugar"


def test_a_wrong_value_is_told_first(device: Device) -> None:
    page = device.press("Continue", {**ODD, "legumes_per_week": "lots"})
    assert page.problems
    assert HEADING not in page.text
    assert HEADING in device.press("Continue", {"legumes_per_week": "1"}).text


def test_who_leaves_or_goes_back_is_not_held_up_and_is_asked_on_return(device: Device) -> None:
    assert device.press("Back", ODD).url != "/section/fibre"
    device.open("/section/fibre")
    assert HEADING not in device.page.text
    assert device.press("Save and leave").url == "/leave"
    device.open("/section/fibre")
    assert HEADING in device.press("Continue").text


def test_check_your_answers_says_it_once_more(device: Device) -> None:
    device.press("Continue", ODD)
    device.press("Continue")
    page = device.open("/check")
    assert SAID in page.text
    assert "Is this right?" in page.text


def test_a_change_from_the_check_page_is_asked_about_and_leads_back(device: Device) -> None:
    device.press("Continue", {"veg_per_day": "10", "fruit_per_day": "2"})
    device.open("/section/fibre?from=check")
    page = device.press("Continue", {"fruit_per_day": "0"})
    assert HEADING in page.text
    assert device.press("Continue").url.startswith("/check")


def test_a_kiosk_asks_too(app: Flask) -> None:
    device = tablet(app)
    device.sit()
    device.open("/section/fibre")
    assert HEADING in device.press("Continue", ODD).text
    assert device.press("Continue").url == "/section/sugar"


SEX = "Please check your answers on sex at birth and pregnancy: the two do not fit together."
SUGAR = "Please check your answers on pregnancy and diabetes: the two do not fit together."
PREGNANT = {"consent": "yes", "age_years": "30", "sex": "female"}


def come_to_the_check(device: Device) -> Device:
    """Say that one is pregnant, with diabetes of pregnancy, and come to the check page."""
    device.press("Continue", PREGNANT)
    device.press("Continue", {"pregnant": "yes"})
    device.press("Continue", SAFE)
    device.open("/section/blood_sugar")
    device.press("Continue", {"diabetes": "gestational"})
    while device.page.url != "/check":
        device.press("I have read this" if device.page.url.startswith("/notice") else "Continue")
    return device


@pytest.fixture
def pregnant(app: Flask) -> Device:
    device = Device(app)
    device.open("/")
    device.press("Start")
    return come_to_the_check(device)


def links_of(page: Page) -> list[str]:
    """The questions that the box of the check page leads to."""
    return [
        one["words"] for one in page.all("a") if "from=check" in one["href"] and "Change" not in one["words"]
    ]


def change(device: Device, name: str, typing: dict[str, str]) -> Page:
    device.open(device.page.link(f"Change {name}"))
    return device.press("Continue", typing)


def test_answers_of_two_pages_are_asked_about_before_sending(pregnant: Device) -> None:
    assert SUGAR not in pregnant.page.text
    page = change(pregnant, "Pregnant", {"pregnant": "no"})
    assert page.url.startswith("/check")
    assert SUGAR in page.text
    assert links_of(page) == ["Pregnant", "Diabetes"]
    assert SUGAR not in change(pregnant, "Diabetes", {"diabetes": "none_tested"}).text


def test_the_page_of_the_later_answer_asks_too(pregnant: Device) -> None:
    change(pregnant, "Pregnant", {"pregnant": "no"})
    page = change(pregnant, "Diabetes", {})
    assert (page.url.partition("?")[0], HEADING in page.text) == ("/section/blood_sugar", True)
    page = pregnant.press("Continue")
    assert (page.url.partition("?")[0], SUGAR in page.text) == ("/check", True)


def test_an_answer_that_hides_another_of_its_page_is_asked_about(pregnant: Device) -> None:
    page = change(pregnant, "Sex at birth", {"sex": "male"})
    assert HEADING in page.text
    assert SEX in page.text
    assert [one["href"] for one in page.all("a") if one["href"].startswith("#q-")] == ["#q-sex"]
    page = pregnant.press("Continue")
    assert page.url.startswith("/check")
    assert SEX in page.text
    assert SUGAR in page.text
    page = change(pregnant, "Sex at birth", {"sex": "female"})
    assert "Is this right?" not in page.text
    assert "Pregnant Yes" in page.text


def test_a_change_in_another_tab_is_asked_about_before_sending(pregnant: Device) -> None:
    change_elsewhere(pregnant, pregnant="no")
    page = pregnant.press("Finish and see my result")
    assert page.url.startswith("/check")
    assert SUGAR in page.text


def test_a_kiosk_asks_about_them_before_sending(app: Flask) -> None:
    kiosk = tablet(app)
    kiosk.touch()
    come_to_the_check(kiosk)
    assert SUGAR in change(kiosk, "Pregnant", {"pregnant": "no"}).text
