"""Files with a record, and uploading them."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.web.device import Device
from tests.web.fakes import NOON
from tests.web.staff import app_context_of
from webapp.assessment import validate_answers
from webapp.exchange.record import build_record
from webapp.exchange.record.extract_attachment import pdf_with_attachment

EARLIER = NOON - timedelta(days=60)
NAMES = {"/desk/files": {"file"}, "/desk/files/changes": {"old", "new"}, "/compare": {"old", "new"}}
"""The fields of each form that takes files, by its address."""


def record(
    app: Flask, answers: dict[str, Any], at: datetime = EARLIER, reference: str = "", language: str = "en"
) -> bytes:
    asked = app_context_of(app).served.in_language(language)
    base = app_context_of(app).settings.fhir_base
    return build_record(validate_answers(asked, answers), base_url=base, authored=at, reference=reference)


def report(
    app: Flask, answers: dict[str, Any], at: datetime = EARLIER, reference: str = "", language: str = "en"
) -> bytes:
    """A report, as far as its record goes."""
    return pdf_with_attachment(record(app, answers, at, reference, language))


def posted(device: Device, url: str, do: str, **files: bytes) -> TestResponse:
    """Open the page, choose the files, press the button."""
    form = next(
        one
        for one in device.open(url).forms
        if one.action.startswith(url) and set(files) <= NAMES[one.action]
    )
    data = {name: (io.BytesIO(content), f"{name}.pdf") for name, content in files.items()}
    return device.client.post(form.action, data={**form.sends, "do": do, **data})


def shown(device: Device, url: str, do: str, **files: bytes) -> str:
    """The text of the page that comes, which keeps all the rules of pages."""
    return device._arrive(posted(device, url, do, **files)).text
