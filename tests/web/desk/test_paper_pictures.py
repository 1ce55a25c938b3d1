"""Pictures of forms on paper, at the desk."""

from __future__ import annotations

import io
import random
import tempfile
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests import pen_marks, photos
from tests.pdf.forms import form_pdf, layout_of, printed_form
from tests.pdf.in_language import SERVED
from tests.project import QUESTIONNAIRE
from tests.web.desk.paper_form import sent, taken_in, typed
from tests.web.device import Device
from tests.web.fakes import MakeApp, Printer, with_practitioner
from tests.web.staff import app_context_of, signed_in, store_of
from tests.web.submissions import case
from webapp.clinic import Clinic, Policy
from webapp.paper.edition import FormEdition
from webapp.paper.form import paper_form
from webapp.report.views.documents import FormWithPlaces, Printable
from webapp.storage import Person


class LayingOut(Printer):
    """Lays real forms out and prints them, and nothing else."""

    def pdf(self, view: Printable) -> bytes:
        return printed_form(view) if isinstance(view, FormWithPlaces) else super().pdf(view)


def uploaded(device: Device, *files: bytes) -> TestResponse:
    """Choose these files on the page for pictures, and send them; none goes through a file of this test."""
    device.open("/desk/paper")
    upload = next(form for form in device.page.forms if form.action == "/desk/paper/read")
    pictures = [FileStorage(io.BytesIO(file), f"{index}.jpg") for index, file in enumerate(files)]
    boundary, data = encode_multipart({**upload.sends, "pictures": pictures})
    kind = f"multipart/form-data; boundary={boundary}"
    return device.client.post(upload.action, data=data, content_type=kind)


@cache
def photo_of_page_one(clinic: Clinic, number: str, language: str = "en") -> bytes:
    """A photo of the first page of a form: 41 years old, and two marks where one may be."""
    asked = SERVED.in_language(language)
    edition = FormEdition.of_clinic(asked, clinic, "a4", is_large=False)
    form = paper_form(asked, clinic, edition, number)
    ticked = ("consent/yes", "age_years/+40", "age_years/+1", "sex/female", "sex/male")
    chance = random.Random(1)  # noqa: S311  pictures
    pen = pen_marks.Pen(pen_marks.PENS["blue"], 0.5, "cross")
    sheet = photos.printed(form_pdf(form), 1)
    marked = pen_marks.marked(sheet, layout_of(form).on(1), dict.fromkeys(ticked, "x"), pen, chance)
    return photos.taken(marked, photos.Shot(tilt=10), chance)


def test_a_photo_is_compared_and_doubts_are_chosen_before_it_is_taken_in(make_app: MakeApp) -> None:
    app = make_app(render_pool=LayingOut())
    device = signed_in(app)
    device.open("/desk/paper/type")
    first = taken_in(app, sent(device, "take", {**typed(case("W55")), "form": "7Q4KXW"}))
    device.open("/desk/paper")
    photo = photo_of_page_one(app_context_of(app).clinic, "7Q4KXW")
    upload = next(form for form in device.page.forms if form.action == "/desk/paper/read")
    data = {**upload.sends, "pictures": (io.BytesIO(photo), "one.jpg")}
    page = device._arrive(device.client.post(upload.action, data=data))
    assert "Form 7Q4K-XW was taken in before." in page.text
    store_of(app).submissions.delete(first.reference, "Ann", app_context_of(app).clock())
    assert "1 answer is for you to decide." in page.text
    assert "pages: 2, 3" in page.text
    assert page.all("img")[0]["src"].startswith("data:image/png;base64,")
    page = device._arrive(sent(device, "take", {}))
    assert "Choose what the paper says" in page.text
    assert "Compare page 1 with the paper" in page.text
    assert "Not on a page that was read" in page.text
    page = device._arrive(sent(device, "take", {"a-sex": "female", "a-pregnant": "no", "compared": "1"}))
    assert "This answer is needed, and was left open." in page.text  # it stands on a page that is missing
    unread = {
        f"a-{one.id}": ["none"]
        for one in QUESTIONNAIRE.questions.values()
        if one.required and one.kind == "multi"
    }
    rest = {
        "a-sex": "female",
        "a-pregnant": "no",
        "compared": "1",
        **unread,
        "name": "Amira",
        "number": "1042",
    }
    stored = taken_in(app, sent(device, "take", rest))
    assert (stored.answers["age_years"], stored.answers["sex"]) == (41, "female")
    assert stored.person == Person(name="Amira", number="1042")  # not that of the form
    assert stored.reference == "7Q4K-XW"


REST = {
    "a-sex": "female",
    "a-pregnant": "no",
    "compared": "1",
    **{
        f"a-{one.id}": ["none"]
        for one in QUESTIONNAIRE.questions.values()
        if one.required and one.kind == "multi"
    },
}
"""What a person chooses beside the photo of page one, which has a doubt, and types from other pages."""


def read_photo(app: Flask, device: Device, language: str = "en") -> None:
    """Let the photo of page one be read, so that its page is open."""
    device.open("/desk/paper")
    upload = next(form for form in device.page.forms if form.action == "/desk/paper/read")
    photo = photo_of_page_one(app_context_of(app).clinic, "7Q4KXW", language)
    data = {**upload.sends, "pictures": (io.BytesIO(photo), "one.jpg")}
    device._arrive(device.client.post(upload.action, data=data))


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("de", "ltr")])
def test_a_form_in_another_language_is_compared_in_both(
    make_app: MakeApp, language: str, direction: str
) -> None:
    app = make_app(render_pool=LayingOut())
    device = signed_in(app)
    read_photo(app, device, language)
    printed, own = SERVED.in_language(language).questions["sex"], QUESTIONNAIRE.questions["sex"]
    assert f"3 {own.text} {printed.text}" in device.page.text
    marked = [one for one in device.page.all("span") if one.get("lang") == language]
    assert {printed.text, *(option.label for option in printed.options)} <= {one["words"] for one in marked}
    assert {one["dir"] for one in marked} == {direction}
    doubts = next(one for one in device.page.all("a") if one.get("href") == "#q-sex")
    assert doubts["words"].endswith(own.short_name)


def test_what_is_said_of_a_form_in_another_language_is_in_the_practitioners(make_app: MakeApp) -> None:
    app = make_app(render_pool=LayingOut())
    device = signed_in(app)
    read_photo(app, device, "ar")
    refused = device._arrive(sent(device, "take", {**REST, "a-consent": "no"}))
    stop = "These answers are not taken in."
    assert stop in refused.text
    assert not any("\u0600" <= sign <= "\u06ff" for sign in refused.text.partition(stop)[0])
    rest = {**REST, "a-consent": "yes"}
    left_out = device._arrive(sent(device, "take", {**rest, "a-sex": "male", "a-pregnant": "yes"}))
    assert "are left out: 4. Pregnant" in left_out.text
    stored = taken_in(app, sent(device, "take", rest))
    assert stored.digest == SERVED.in_language("ar").digest


def test_nothing_of_a_picture_is_kept_unless_the_clinic_chose_so(make_app: MakeApp) -> None:
    app = make_app(render_pool=LayingOut())
    device = signed_in(app)
    read_photo(app, device)
    form = next(form for form in device.page.forms if form.action == "/desk/paper/type")
    assert not [name for name in form.sends if name.startswith("picture")]
    device._arrive(sent(device, "take", {}))
    stored = taken_in(app, sent(device, "take", {**REST, "picture-1": "/9j/AAAA"}))
    assert store_of(app).paper_pages.list(stored.reference, app_context_of(app).clock()) == ()
    assert "Look at the form" not in device.open(f"/desk/{stored.reference}").text
    assert device.client.get(f"/desk/{stored.reference}/paper").status_code == 404
    assert device.client.get(f"/desk/{stored.reference}/paper/1.jpg").status_code == 404


def test_pictures_that_the_clinic_keeps_are_looked_at_by_practitioners_alone(make_app: MakeApp) -> None:
    app = with_practitioner(make_app(render_pool=LayingOut()), Policy(keeps_pictures=True))
    device = signed_in(app)
    read_photo(app, device)
    assert "kept with the answers, sealed" in device.page.text
    device._arrive(sent(device, "take", {}))  # refused: the pictures stay on the page
    stored = taken_in(app, sent(device, "take", REST))
    address = f"/desk/{stored.reference}/paper"
    link = next(one for one in device.open(f"/desk/{stored.reference}").all("a") if one.get("id") == "paper")
    assert link["href"].startswith(address)
    page = device.open(address)
    assert [one["src"] for one in page.all("img")] == [f"{address}/1.jpg"]
    found = device.client.get(f"{address}/1.jpg")
    assert (found.mimetype, found.headers["Cache-Control"]) == ("image/jpeg", "no-store")
    assert "default-src 'none'" in found.headers["Content-Security-Policy"]
    assert Image.open(io.BytesIO(found.data)).size == (840, 1188)
    assert len(found.data) < 150_000
    assert device.client.get(f"{address}/2.jpg").status_code == 404
    desk = signed_in(app, "front_desk", "flo")
    assert desk.client.get(address).status_code == 403
    assert desk.client.get(f"{address}/1.jpg").status_code == 403
    log = store_of(app).audit.list(None, 100, subject=f"submission {stored.reference}")
    assert [one.action for one in log] == ["looked at the paper", "took in"]


def test_what_is_no_small_picture_is_refused(make_app: MakeApp) -> None:
    app = with_practitioner(make_app(render_pool=LayingOut()), Policy(keeps_pictures=True))
    device = signed_in(app)
    read_photo(app, device)
    for picture in ("/9j/AAA", "iVBORw0KGgo=", "/9j/<svg>", "/9j/" + "A" * 1_200_000):
        assert sent(device, "take", {**REST, "picture-1": picture}).status_code == 400, picture[:20]
    assert sent(device, "take", REST).status_code == 303


def test_nothing_of_a_refused_file_is_on_the_disk(
    make_app: MakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))  # where no file can be made
    device, mark = signed_in(app), b"nothing of this is kept"
    for file in (mark, b"%PDF-1.7" + mark, b"\xff\xd8\xff" + mark * 50_000, mark * 1_000_000):
        assert uploaded(device, file).status_code == 422
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert [file for file in files if mark in file] == []


def test_photos_of_all_pages_go_in_at_once_as_telephones_take_them(app: Flask) -> None:
    answer = uploaded(signed_in(app), *[b"seven megabytes".ljust(7_000_000)] * 8)
    assert (answer.status_code, "7.jpg" in answer.text) == (422, True)


@pytest.mark.parametrize("is_kept", [False, True])
def test_the_page_says_what_becomes_of_pictures(make_app: MakeApp, is_kept: bool) -> None:
    app = with_practitioner(make_app(), Policy(keeps_pictures=is_kept))
    text = signed_in(app).open("/desk/paper").text
    assert ("Nothing of a picture is kept." in text) is not is_kept
    assert ("The pictures of its pages are kept with the answers" in text) is is_kept


def test_other_files_are_refused_in_a_sentence(app: Flask) -> None:
    device = signed_in(app)
    device.open("/desk/paper")
    upload = next(form for form in device.page.forms if form.action == "/desk/paper/read")
    data = {**upload.sends, "pictures": (io.BytesIO(b"nothing"), "note.txt")}
    page = device._arrive(device.client.post(upload.action, data=data))
    assert "note.txt: This is no picture and no PDF." in page.text
    assert "Choose a file first." in device._arrive(device.client.post(upload.action, data=upload.sends)).text
