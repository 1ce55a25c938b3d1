"""The desk as a practitioner sees it: its rows, and one submission."""

from __future__ import annotations

from flask import Flask

from tests.web.device import Device
from tests.web.staff import app_context_of, signed_in, store_of
from webapp.storage import DeskQuery


def references(device: Device) -> list[str]:
    """The references of the submissions, from the top."""
    return [
        one["id"].removeprefix("row-") for one in device.page.all("a") if one.get("id", "").startswith("row-")
    ]


def opened(app: Flask, reference: str) -> Device:
    """A device on which a practitioner looks at this submission."""
    device = signed_in(app)
    device.open(f"/desk/{reference}")
    return device


def on_the_desk(app: Flask) -> int:
    """How many submissions wait there."""
    return len(store_of(app).desk.page(DeskQuery(), app_context_of(app).clock()).rows)
