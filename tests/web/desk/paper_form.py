"""A form on paper, typed in at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.web.device import Device
from tests.web.staff import app_context_of, store_of
from webapp.storage import Submission


def typed(answers: Mapping[str, object]) -> dict[str, Any]:
    """The fields of the page for these answers."""
    return {f"a-{one}": value if isinstance(value, list) else [str(value)] for one, value in answers.items()}


def sent(device: Device, do: str, fields: Mapping[str, Any]) -> TestResponse:
    """Fill the form of the open page in, with today's date unless `fields` has one, and press a button."""
    form = next(form for form in device.page.forms if form.action == "/desk/paper/type")
    box = next(one for one in device.page.all("input") if one.get("name") == "day")
    day = {"day": box.get("value") or box["max"]}
    return device.client.post(form.action, data={**form.sends, **day, **fields, "do": do})


def taken_in(app: Flask, answer: TestResponse) -> Submission:
    assert answer.status_code == 303, answer.text
    reference = answer.location.split("?")[0].rsplit("/", 1)[1]
    found = store_of(app).submissions.get(reference, app_context_of(app).clock())
    assert found
    return found
