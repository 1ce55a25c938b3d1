"""Answers that do not fit together are asked about on their page, before the patient goes on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from flask import Flask

from tests.project import TEXT
from tests.web.app_factory import made, opened
from tests.web.conftest import CLINIC
from tests.web.device import Device
from tests.web.fakes import Clock, Printer
from tests.web.kiosk.tablet import tablet
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
