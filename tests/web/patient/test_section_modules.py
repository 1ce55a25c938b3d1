"""How many modules somebody reads to follow one page of answers from its form to the redirect."""

from __future__ import annotations

import sys
from types import CodeType, FrameType

from flask import Flask

from tests.web.device import PASSED, Device

MOST_MODULES = 9


class Modules:
    """A profile function that notes the modules of `webapp.web` that run within one function."""

    def __init__(self, within: CodeType) -> None:
        self.within = within
        self.is_within = False
        self.names: set[str] = set()

    def __call__(self, frame: FrameType, event: str, _argument: object) -> None:
        if frame.f_code is self.within:
            self.is_within = event == "call"
        name = str(frame.f_globals.get("__name__"))
        if self.is_within and name.startswith("webapp.web."):
            self.names.add(name)


def test_a_section_is_saved_by_few_modules(app: Flask, device: Device) -> None:
    device.open("/")
    device.press("Start")
    modules = Modules(app.view_functions["sections.save"].__code__)
    before = sys.getprofile()
    sys.setprofile(modules)
    try:
        device.press("Continue", PASSED)
    finally:
        sys.setprofile(before)
    assert device.page.url == "/section/safety"
    assert "webapp.web.patient.draft" in modules.names
    assert len(modules.names) <= MOST_MODULES, sorted(modules.names)
