"""Numbers to call that nobody phoned: the pages are for testing, and no kiosk starts."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from tests.project import TEXT
from tests.web.admin.managers import manager
from tests.web.device import Device
from tests.web.fakes import MakeApp
from tests.web.kiosk.tablet import tablet
from tests.web.staff import app_context_of
from webapp.clinic import Clinic

FOR_TESTING = "For testing, not for patients"
CANADA = Clinic(region="CA")
PHONED = replace(CANADA, numbers_phoned="Ann Lee, 1 November 2026")
YES = 'confirmed = true\nphoned_by = "Ann Lee"\nphoned_on = "2026-11-01"'
CONFIRMED = TEXT.replace("confirmed = false", YES)
ALL_BUT_CANADA = CONFIRMED.replace(YES, "confirmed = false", 2).replace("confirmed = false", YES, 1)


@pytest.mark.parametrize(
    ("text", "clinic", "is_trial"),
    [
        (TEXT, CANADA, True),
        (TEXT, PHONED, False),
        (TEXT, Clinic(), True),
        (CONFIRMED, CANADA, False),
        (CONFIRMED, Clinic(), False),
        (ALL_BUT_CANADA, CANADA, True),
        (ALL_BUT_CANADA, Clinic(region="UK"), False),
        (ALL_BUT_CANADA, Clinic(), True),
    ],
)
def test_pages_say_so_while_a_patient_may_be_given_a_number_that_nobody_phoned(
    make_app: MakeApp, text: str, clinic: Clinic, is_trial: bool
) -> None:
    device = Device(make_app(questions=text, clinic=clinic))
    assert (FOR_TESTING in device.open("/").text) is is_trial
    assert (FOR_TESTING in device.begin().text) is is_trial


def test_a_default_without_a_number_needs_no_call(make_app: MakeApp) -> None:
    text = CONFIRMED.replace(YES, "confirmed = false", 1)
    assert 'emergency = "your local emergency number"' in text[: text.index("confirmed = false")]
    assert FOR_TESTING not in Device(make_app(questions=text, clinic=Clinic())).open("/").text


def test_no_kiosk_starts_until_somebody_phoned(make_app: MakeApp) -> None:
    device = tablet(app := make_app(live=True))
    here = app_context_of(app)
    page = device.open("/kiosk")
    assert "Please go to the desk" in page.text
    assert FOR_TESTING in page.text
    assert here.store.clinic_settings.save_clinic(PHONED, 0, "command", here.clock())
    assert "Touch to start" in device.open("/kiosk").text
    assert here.store.clinic_settings.save_clinic(CANADA, 1, "command", here.clock())
    assert "Please go to the desk" in device.press("Touch to start").text


def test_the_log_says_what_to_do(make_app: MakeApp, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "gutfactors"):
        make_app(clinic=PHONED)
        assert caplog.messages == []
        make_app(clinic=CANADA)
    assert [text.split(":")[0] for text in caplog.messages] == ["nobody has phoned the numbers to call"]


@pytest.mark.parametrize("kept", ["no", "nobody yet", "-", "?", "Ann Lee, 1 November"])
def test_what_names_nobody_or_no_day_lifts_nothing(make_app: MakeApp, kept: str) -> None:
    app = make_app(clinic=replace(CANADA, numbers_phoned=kept))
    assert FOR_TESTING in Device(app).open("/").text
    assert "pages are for testing" in manager(app).open("/settings").text


def test_a_manager_says_who_phoned_until_the_region_is_another(make_app: MakeApp) -> None:
    device = manager(app := make_app(live=True))
    assert "pages are for testing" in device.open("/settings").text
    page = device.open("/settings/clinic")
    assert "911" in page.text
    assert FOR_TESTING not in page.text, "it is told in words that a manager needs"
    changed = {"clinic_name": "Elm", "timezone": "Europe/London", "region": "UK"}
    for typed in (
        "no",
        "nobody yet",
        "-",
        "?",
        "Ann Lee",
        "Ann Lee, today",
        "2026-11-01",
        "Ann Lee, 1 May 2199",
    ):
        page = device.press("Save", {**changed, "numbers_phoned": typed})
        assert "Write who phoned and the day, such as: Ann Lee, 29 November 2026." in page.problems[0]
    page = device.press("Save", {**changed, "numbers_phoned": "Ann Lee, 1.11.2026"})
    assert "Ann Lee, 1.11.2026" in page.text
    assert FOR_TESTING not in Device(app).open("/").text
    device.open("/settings/clinic")
    page = device.press("Save", {"region": "CA"})
    assert "pages are for testing" in page.text
    clinic = app_context_of(app).clinic
    assert (clinic.region, clinic.numbers_phoned) == ("CA", "")
