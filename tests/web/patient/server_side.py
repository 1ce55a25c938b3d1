"""What the server holds of a device: its draft, its submission, and what the desk lists."""

from __future__ import annotations

from typing import Any

from flask import Flask

from tests.web.device import Device
from tests.web.fakes import MakeApp, with_practitioner
from tests.web.staff import app_context_of
from webapp.clinic import Clinic, Policy
from webapp.storage import DeskQuery, Submission

ASKING = Policy(asks_person=True)


def asked_by(make_app: MakeApp) -> Device:
    """A device of a clinic that asks for name and number, on the page where the patient chooses."""
    device = Device(with_practitioner(make_app(clinic=Clinic(name="Elm & Oak", region="CA")), ASKING))
    device.pass_safety()
    device.press("Continue")
    return device


def draft_of(device: Device, token: str = "") -> Any:  # noqa: ANN401  a draft, or None
    here = app_context_of(device.app)
    return here.store.drafts.open(token or device.cookie(), here.clock())


def sent_by(device: Device) -> Submission | None:
    return app_context_of(device.app).store.submissions.get_by_draft(
        device.cookie(), app_context_of(device.app).clock()
    )


def at_the_desk(app: Flask) -> list[str]:
    here = app_context_of(app)
    return [row.reference for row in here.store.desk.page(DeskQuery(), here.clock()).rows]


def change_elsewhere(device: Device, **typed: str) -> None:
    """Another tab saves, and its page is not yet there."""
    here, draft = app_context_of(device.app), draft_of(device)
    merged = draft.content["typed"] | {name: [value] for name, value in typed.items()}
    content = draft.content | {"typed": merged}
    assert here.store.drafts.save(device.cookie(), draft.version, content, here.clock())
