"""The whole policy of each kind of page, word for word: whatever is added or left out shows here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.project import ROOT
from tests.web.device import Device
from tests.web.fakes import MakeApp, with_practitioner
from tests.web.kiosk.tablet import tablet
from tests.web.staff import signed_in
from tests.web.test_preview import Pool, bench_of, client_of
from webapp.storage import KioskConfig

SPEAK_OF_THE_ANSWER = (
    "Content-Type",
    "Content-Length",
    "Location",
    "Vary",
    "Set-Cookie",
    "Allow",
    "Content-Disposition",
)
"""Headers that say what came, and not what may be done with it."""

PLAIN = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
READ_ALOUD = f"{PLAIN}; script-src 'self'"
WITH_SCRIPT = f"{PLAIN}; script-src 'self'; connect-src 'self'"

COMMON = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
PATIENT = {**COMMON, "Content-Security-Policy": READ_ALOUD}
SCRIPTLESS = {**COMMON, "Content-Security-Policy": PLAIN}
SCRIPTED = {**COMMON, "Content-Security-Policy": WITH_SCRIPT}
SECRET = {**PATIENT, "Referrer-Policy": "no-referrer"}
SECRET_OF_STAFF = {**SCRIPTLESS, "Referrer-Policy": "no-referrer"}


def policy_of(said: TestResponse) -> Mapping[str, str]:
    return {name: value for name, value in said.headers.items() if name not in SPEAK_OF_THE_ANSWER}


@pytest.mark.parametrize(
    ("method", "url", "policy"),
    [
        ("GET", "/", PATIENT),
        ("GET", "/come-back", PATIENT),
        ("GET", "/come-back/x", SECRET),
        ("GET", "/set-up/x", SECRET_OF_STAFF),
        ("GET", "/invitation/x", SECRET_OF_STAFF),
        ("GET", "/compare", PATIENT),
        ("GET", "/sign-in", SCRIPTED),
        ("GET", "/section/fibre", PATIENT),
        ("GET", "/nowhere", PATIENT),
        ("DELETE", "/", PATIENT),
        ("POST", "/start", PATIENT),
        ("GET", "/health", SCRIPTLESS),
        ("GET", "/kiosk", SCRIPTED),
    ],
)
def test_pages_for_everybody(app: Flask, method: str, url: str, policy: Mapping[str, str]) -> None:
    assert policy_of(app.test_client().open(url, method=method)) == policy


def test_pages_of_a_patient_who_fills_the_form_in(device: Device) -> None:
    device.begin()
    assert policy_of(device.seen[-1]) == PATIENT
    device.press("Save and leave", {"signs_now": "none", "red_flags": "none"})
    assert policy_of(device.seen[-1]) == PATIENT


def test_pages_of_a_kiosk(make_app: MakeApp) -> None:
    device = tablet(make_app())
    assert policy_of(device.client.get("/kiosk")) == SCRIPTED
    device.touch()
    assert policy_of(device.seen[-1]) == SCRIPTED


def test_the_last_screen_of_a_kiosk_may_show_the_report_in_a_frame(make_app: MakeApp) -> None:
    device = tablet(with_practitioner(make_app()), KioskConfig("Door", offers_print=True))
    device.sit()
    device.hand_over()
    framing = {**COMMON, "Content-Security-Policy": f"{WITH_SCRIPT}; frame-src 'self'"}
    assert policy_of(device.seen[-1]) == framing
    framed = PLAIN.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    report = device.client.get("/result/paper/standard")
    assert policy_of(report) == {**COMMON, "Content-Security-Policy": framed}


@pytest.mark.parametrize("url", ["/desk", "/account", "/settings", "/log", "/desk/files", "/desk/NONE-00"])
def test_pages_of_staff(app: Flask, url: str) -> None:
    assert policy_of(signed_in(app, "manager", "ada").client.get(url)) == SCRIPTED


def test_what_may_be_kept_is_what_has_its_content_in_its_address(device: Device) -> None:
    sheet = device.open("/").all("link")[0]["href"]
    kept = {**SCRIPTLESS, "Cache-Control": "public, max-age=31536000, immutable"}
    assert policy_of(device.client.get(sheet)) == kept
    assert policy_of(device.client.get("/look/0000.css")) == PATIENT


def test_over_https_browsers_are_told_to_use_nothing_else(make_app: MakeApp) -> None:
    said = make_app(https=True).test_client().get("/", base_url="https://localhost")
    assert policy_of(said) == {**PATIENT, "Strict-Transport-Security": "max-age=63072000"}


def test_pages_of_the_preview(tmp_path: Path, make_app: MakeApp) -> None:
    text = (ROOT / "docs" / "examples" / "sleep.toml").read_text("utf-8")
    client = client_of(bench_of(tmp_path, make_app, Pool(), text))
    around = (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; "
        "object-src 'self'; form-action 'none'; frame-ancestors 'self'; base-uri 'none'"
    )
    assert policy_of(client.get("/preview/")) == {**COMMON, "Content-Security-Policy": around}
    framed = READ_ALOUD.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    assert policy_of(client.get("/")) == {**COMMON, "Content-Security-Policy": framed}
