"""A form may be as large as its page needs: what is larger is refused by a page of ours, with a way back."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.web.device import Device
from tests.web.fakes import MakeApp
from tests.web.pages import check_page, read_page
from tests.web.staff import signed_in
from webapp.web.kit.body_limits import MOST_FIELDS, PLAIN, WITH_A_PICTURE
from webapp.web.kit.uploads import MAX_FORM_BYTES

PHOTO = b"\xff\xd8\xff" + b"0" * 10_000_000


def sent(device: Device, url: str, field: str) -> TestResponse:
    """What comes when a photograph is sent as this field, as browsers send it."""
    head = f'--x\r\nContent-Disposition: form-data; name="{field}"; filename="photo.jpg"\r\n\r\n'
    data = head.encode() + PHOTO + b"\r\n--x--\r\n"
    return device.client.post(url, data=data, content_type="multipart/form-data; boundary=x")


@pytest.mark.parametrize(
    ("role", "url", "field"),
    [
        ("", "/compare", "old"),
        ("practitioner", "/desk/files", "file"),
        ("manager", "/settings/clinic", "logo"),
    ],
)
def test_a_photograph_is_refused_by_our_page_with_a_way_back(
    make_app: MakeApp, role: str, url: str, field: str
) -> None:
    app = make_app(live=True)
    device = signed_in(app, role) if role else Device(app)
    said = sent(device, url, field)
    assert said.status_code == 413
    check_page(read_page(url, 413, said.text))
    assert "too large" in said.text or "too much" in said.text
    assert f'href="{url}"' in said.text


def test_a_page_that_cannot_be_opened_again_is_not_offered(app: Flask) -> None:
    device = signed_in(app)
    said = sent(device, "/desk/files/changes", "old")
    assert said.status_code == 413
    assert 'href="/desk/files/changes"' not in said.text


@pytest.mark.parametrize(
    ("role", "url", "most"),
    [
        ("", "/section/fibre", PLAIN),
        ("", "/start", PLAIN),
        ("", "/sign-in", PLAIN),
        ("", "/come-back", PLAIN),
        ("practitioner", "/account/password", PLAIN),
        ("practitioner", "/desk/ABCD-23/note", WITH_A_PICTURE),
        ("manager", "/settings/clinic", WITH_A_PICTURE),
        ("", "/compare", MAX_FORM_BYTES),
    ],
)
def test_each_page_takes_forms_as_large_as_it_needs(app: Flask, role: str, url: str, most: int) -> None:
    device = signed_in(app, role, role) if role else Device(app)
    head = {"content_type": "application/x-www-form-urlencoded"}
    name = b"x="
    statuses = [
        device.client.post(url, data=name + b"1" * (size - len(name)), **head).status_code
        for size in (most, most + 1)
    ]
    assert statuses[0] != 413
    assert statuses[1] == 413


@pytest.mark.parametrize("url", ["/section/fibre", "/compare"])
def test_a_form_of_very_many_fields_is_not_taken_apart(app: Flask, url: str) -> None:
    device = Device(app)
    head = {"content_type": "application/x-www-form-urlencoded"}
    fields = [b"&".join([b"a"] * count) for count in (MOST_FIELDS, MOST_FIELDS + 1)]
    codes = [device.client.post(url, data=each, **head).status_code for each in fields]
    assert codes[0] != 413
    assert codes[1] == 413


@pytest.mark.parametrize(
    ("role", "url", "code"), [("practitioner", "/log/export", 403), ("", "/nowhere", 404)]
)
def test_a_form_that_is_refused_for_another_reason_may_be_too_large_as_well(
    make_app: MakeApp, role: str, url: str, code: int
) -> None:
    app = make_app()
    device = signed_in(app, role) if role else Device(app)
    assert sent(device, url, "photo").status_code == code
    fields = "&".join(f"a{number}=1" for number in range(2 * MOST_FIELDS))
    kind = "application/x-www-form-urlencoded"
    assert device.client.post(url, data=fields, content_type=kind).status_code == code
