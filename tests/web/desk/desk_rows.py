"""The rows of the desk's list."""

from __future__ import annotations

from tests.web.device import Device


def references(device: Device) -> list[str]:
    """The references of the submissions, from the top."""
    return [
        one["id"].removeprefix("row-") for one in device.page.all("a") if one.get("id", "").startswith("row-")
    ]
