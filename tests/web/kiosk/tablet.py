"""The clinic's tablet: enrolled as a kiosk, and used by one patient after another."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask
from werkzeug.test import TestResponse

from tests.web.device import PASSED, Device
from tests.web.fakes import Clock
from tests.web.pages import Page
from tests.web.staff import app_context_of
from webapp.storage import Kiosk, KioskConfig

JSON_ONLY = {"Accept": "application/json"}
"""What the script asks with."""

PLAN = KioskConfig("Window", "Waiting room")


class Tablet(Device):
    """A device that is a kiosk."""

    def __init__(self, app: Flask, plan: KioskConfig = PLAN) -> None:
        super().__init__(app)
        self.here = app_context_of(app)
        made = self.here.store.kiosks.create(plan, "command", self.here.clock())
        self.code = self.here.store.kiosks.issue_code(made, "command", self.here.clock()) or ""
        self.number = made

    @property
    def kiosk(self) -> Kiosk:
        """As the store has it now."""
        found = self.here.store.kiosks.get(self.number)
        assert found is not None
        return found

    def enrol(self) -> Tablet:
        """Bring the code."""
        self.open("/kiosk")
        self.press("Make it a kiosk", {"code": self.code})
        return self

    def touch(self) -> Page:
        """Begin a sitting."""
        self.open("/kiosk")
        return self.press("Touch to start")

    def sit(self) -> Page:
        """Begin a sitting, answer all that needs an answer, and come to the check."""
        self.touch()
        self.press("Continue", PASSED)
        self.press("Continue", {"signs_now": "none", "red_flags": "none"})
        return self.open("/check")

    @property
    def is_at_first_screen(self) -> bool:
        return self.page.url == "/kiosk" and "Touch to start" in self.page.text


def tablet(app: Flask, plan: KioskConfig = PLAN) -> Tablet:
    """An enrolled kiosk, without the page that enrols it."""
    device = Tablet(app, plan)
    token = device.here.store.kiosks.enrol(device.code, device.here.clock())
    device.client.set_cookie("kiosk", token or "")
    return device


def told(answer: TestResponse) -> tuple[int, int, str]:
    """Status, seconds and session of what the script is answered."""
    assert answer.json is not None
    return answer.status_code, answer.json["seconds"], answer.json["session"]


def clock_of(device: Device) -> Clock:
    """The clock of the application that the device visits."""
    found = app_context_of(device.app).clock
    assert isinstance(found, Clock)
    return found


def replayed(device: Device) -> Iterator[str]:
    """Open every address again that was ever seen on this device, and yield each page."""
    for address in sorted({response.request.full_path for response in device.seen}):
        response = device.client.get(address, follow_redirects=True)
        yield response.text
        assert response.headers["Cache-Control"] == "no-store"
