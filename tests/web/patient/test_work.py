"""How much runs for a page: few modules to save a section, and one assessment for a page that needs one."""

from __future__ import annotations

from flask import Flask

from tests.web.device import PASSED, Device
from tests.web.profiling import Calls, Modules, profiled
from webapp.assessment import assess

MOST_MODULES = 9


def test_a_section_is_saved_by_few_modules(app: Flask, device: Device) -> None:
    device.open("/")
    device.press("Start")
    modules = Modules(app.view_functions["sections.save"])
    with profiled(modules):
        device.press("Continue", PASSED)
    assert device.page.url == "/section/safety"
    assert "webapp.web.patient.draft" in modules.names
    assert len(modules.names) <= MOST_MODULES, " ".join(sorted(modules.names))


def test_a_page_assesses_once(device: Device) -> None:
    device.pass_safety()
    device.hand_over("download")
    for page in ("/result", "/check"):
        calls = Calls(assess)
        with profiled(calls):
            device.open(page)
        assert (device.page.url, calls.count) == (page, 1)
