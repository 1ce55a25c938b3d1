"""Patients who leave and come back, for tests."""

from __future__ import annotations

from flask import Flask

from tests.web.device import Device
from tests.web.pages import Page


def device_that_left(app: Flask) -> Device:
    """A device whose patient typed something and left."""
    device = Device(app)
    device.begin()
    device.open("/section/fibre")
    device.press("Save and leave", {"veg_per_day": "lots", "fruit_per_day": "2"})
    return device


def passphrase_on(device: Device) -> str:
    at = next(one for one in device.page.all("p") if one.get("class") == "sentence")
    return at["words"]


def typed_age(page: Page) -> str:
    return next(form.sends["age_years"][0] for form in page.forms if "age_years" in form.sends)
