"""Files at the desk: read without keeping, and taken in."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from tests.web.desk.desk_pages import on_the_desk
from tests.web.device import Device
from tests.web.fakes import NOON, Clock, MakeApp, Printer
from tests.web.record_files import EARLIER, posted, record, report, shown
from tests.web.staff import app_context_of, signed_in, store_of
from tests.web.submissions import BLEEDS, WELL, acts, case, kept, send
from webapp.assessment import validate_answers
from webapp.clinic import Policy
from webapp.exchange.record.extract_attachment import pdf_with_attachment
from webapp.storage import Person
from webapp.web.kit.app_context import EXTENSION


def test_a_report_is_read_without_keeping_it(app: Flask) -> None:
    desk = signed_in(app)
    before = on_the_desk(app)
    text = shown(desk, "/desk/files", "show", file=report(app, BLEEDS, reference="7Q4K-XW"))
    assert "A file: 7Q4K-XW" in text
    assert "Doctor first" in text
    assert "This page is kept nowhere" in text
    assert on_the_desk(app) == before


def test_what_is_shown_can_be_printed_and_taken_in_without_the_file(app: Flask) -> None:
    desk = signed_in(app)
    shown(desk, "/desk/files", "show", file=report(app, case("W55"), reference="7Q4K-XY"))
    (form,) = (one for one in desk.page.forms if one.action == "/desk/files")
    printer = app_context_of(app).render_pool
    assert isinstance(printer, Printer)
    for do in ("practitioner", "report", "large"):
        answer = desk.client.post("/desk/files", data={**form.sends, "do": do})
        assert answer.mimetype == "application/pdf"
        assert answer.headers["Cache-Control"] == "no-store"
        assert printer.asked[-1].reference == "7Q4K-XY"
    assert printer.asked[-1].record.content == record(app, case("W55"), reference="7Q4K-XY")
    assert desk.send(form, {}, ("do", "keep")).url == "/desk/7Q4K-XY?done=taken"


def test_a_file_that_is_taken_in_is_a_submission_like_others(app: Flask) -> None:
    desk = signed_in(app)
    text = shown(desk, "/desk/files", "keep", file=report(app, BLEEDS, reference="9RTX-4C"))
    assert "The answers of the file were taken in." in text
    submission = kept(app, "9RTX-4C")
    assert (submission.channel, submission.submitted_at, submission.tier) == ("import", EARLIER, "2")
    assert submission.answers == validate_answers(app_context_of(app).questionnaire, BLEEDS).to_json()
    desk.client.get("/desk/9RTX-4C/print/report")
    printer = app_context_of(app).render_pool
    assert isinstance(printer, Printer)
    assert printer.asked[-1].record.content == record(app, BLEEDS, reference="9RTX-4C")
    assert acts(app, "9RTX-4C")[0][1] == "took in"


def test_the_same_file_twice_is_one_submission(app: Flask) -> None:
    desk = signed_in(app)
    file = report(app, WELL, reference="9RTX-4F")
    shown(desk, "/desk/files", "keep", file=file)
    before = on_the_desk(app)
    assert "were here already" in shown(desk, "/desk/files", "keep", file=file)
    assert on_the_desk(app) == before


FHIR_WITHOUT_A_DAY = "json"
"""Answers of another program that tell no day."""


def file_without_a_code(app: Flask, kind: str) -> bytes:
    """A report that its patient only downloaded, or answers of another program that tell no day."""
    if kind == "pdf":
        return report(app, BLEEDS, reference="")
    told = json.loads(record(app, BLEEDS, reference=""))
    del told["authored"]
    return json.dumps(told).encode()


def keep_of(device: Device, file: bytes, number: str = "") -> str:
    """Take a file in for the patient of this number; return the code under which it stands."""
    device.open("/desk/files")
    form = next(one for one in device.page.forms if "Take it in as a submission" in one.buttons)
    typed = {**form.sends, "do": "keep", "number": number, "file": (io.BytesIO(file), "file")}
    return str(device.client.post(form.action, data=typed).location).split("/")[-1].split("?")[0]


@pytest.mark.parametrize("kind", ["pdf", FHIR_WITHOUT_A_DAY])
def test_the_same_file_twice_is_one_submission_also_where_it_carries_no_code(
    make_app: MakeApp, kind: str
) -> None:
    clock = Clock()
    app = make_app(clock=clock)
    desk, file = signed_in(app), file_without_a_code(app, kind)
    first = keep_of(desk, file, "77")
    clock.put_on(days=1)
    desk = signed_in(app)
    assert keep_of(desk, file, "077") == keep_of(desk, file) == first
    assert on_the_desk(app) == 1
    assert app_context_of(app).store.submissions.delete(first, "practitioner 1", app_context_of(app).clock())
    assert keep_of(desk, file, "77") != first
    assert on_the_desk(app) == 1


def test_equal_answers_without_a_moment_stay_apart_where_the_number_is_another(make_app: MakeApp) -> None:
    app = make_app()
    desk, file = signed_in(app), file_without_a_code(app, FHIR_WITHOUT_A_DAY)
    first, second = keep_of(desk, file, "77"), keep_of(desk, file, "78")
    assert first != second
    assert (keep_of(desk, file, "77"), keep_of(desk, file, "78")) == (first, second)


@pytest.mark.parametrize("reference", ["", "ABCDEF-AB", "taken"])
def test_a_code_that_is_not_ours_or_not_free_is_replaced(make_app: MakeApp, reference: str) -> None:
    app = make_app()
    desk = signed_in(app)
    wanted = send(app, WELL) if reference == "taken" else reference
    before = on_the_desk(app)
    shown(desk, "/desk/files", "keep", file=report(app, BLEEDS, reference=wanted))
    assert on_the_desk(app) == before + 1
    assert wanted not in desk.page.url or not wanted


def test_what_is_taken_in_gets_the_name_and_the_number_that_were_typed(make_app: MakeApp) -> None:
    app = make_app()
    earlier, device = send(app, number="1003"), signed_in(app)
    file = report(app, WELL, reference="7Q4K-XW")
    device.open("/desk/files")
    form = next(one for one in device.page.forms if "Take it in as a submission" in one.buttons)
    typed = {**form.sends, "do": "keep", "name": " Fatima  Khan ", "number": "1003"}
    device.client.post(form.action, data={**typed, "file": (io.BytesIO(file), "report.pdf")})
    taken = kept(app, "7Q4K-XW")
    assert taken.person == Person("Fatima Khan", "1003")
    assert taken.patient == kept(app, earlier).patient


def test_one_that_is_here_without_a_name_gets_the_one_that_is_typed_and_keeps_the_one_it_has(
    make_app: MakeApp,
) -> None:
    app = make_app()
    device, file = signed_in(app), report(app, WELL, reference="7Q4K-XW")
    for name in ("", "Fatima Khan", "Somebody Else"):
        device.open("/desk/files")
        form = next(one for one in device.page.forms if "Take it in as a submission" in one.buttons)
        typed = {**form.sends, "do": "keep", "name": name}
        device.client.post(form.action, data={**typed, "file": (io.BytesIO(file), "report.pdf")})
    assert kept(app, "7Q4K-XW").person == Person("Fatima Khan")


def test_a_response_of_another_program_is_taken_in_at_the_time_of_reading(app: Flask) -> None:
    desk = signed_in(app)
    told = json.loads(record(app, WELL))
    told.update(authored="2999-01-01T00:00:00Z", meta=None, identifier=None)
    file = json.dumps({name: part for name, part in told.items() if part}).encode()
    shown(desk, "/desk/files", "keep", file=file)
    reference = desk.page.url.split("/")[2].partition("?")[0]
    assert kept(app, reference).submitted_at == NOON


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"meta": {"tag": [{"system": "x/questionnaire-digest", "code": "0" * 64}]}}, "is not known here"),
        ({"item": [{"linkId": "mood"}]}, "No question has the linkId mood."),
        ({"item": {}}, "item must be a list."),
    ],
)
def test_what_cannot_be_read_is_told_with_its_field(app: Flask, change: dict[str, Any], says: str) -> None:
    desk = signed_in(app)
    file = json.dumps({**json.loads(record(app, WELL)), **change}).encode()
    assert says in shown(desk, "/desk/files", "keep", file=pdf_with_attachment(file))
    assert desk.page.status == 422
    assert desk.page.by_id("file")["aria-invalid"] == "true"


@pytest.mark.parametrize(
    ("answers", "at", "says"),
    [
        (WELL, NOON - timedelta(days=366), "older than this clinic keeps any"),
        ({**WELL, "age_years": 15}, EARLIER, "This form is for people aged 18 or over."),
    ],
)
def test_answers_that_may_not_be_kept_are_not(
    app: Flask, answers: dict[str, Any], at: datetime, says: str
) -> None:
    desk = signed_in(app)
    before = on_the_desk(app)
    assert says in shown(desk, "/desk/files", "keep", file=report(app, answers, at))
    assert on_the_desk(app) == before


def test_without_a_file_one_is_asked_for(app: Flask) -> None:
    desk = signed_in(app)
    assert "The file: Choose a file first." in shown(desk, "/desk/files", "show", file=b"")
    page = shown(desk, "/desk/files", "show")
    assert "The file: Choose a file first." in page


@pytest.mark.parametrize("url", ["/desk/files", "/desk/files/changes", "/compare"])
def test_a_form_without_its_token_does_nothing(app: Flask, url: str) -> None:
    desk = signed_in(app)
    assert desk.client.post(url, data={"do": "show"}).status_code == 400


def test_a_button_that_there_is_not_does_nothing(app: Flask) -> None:
    desk = signed_in(app)
    assert posted(desk, "/desk/files", "publish").status_code == 400


@pytest.mark.parametrize("url", ["/desk/files", "/compare"])
def test_a_form_that_is_too_large_is_refused_before_it_is_read(app: Flask, url: str) -> None:
    desk = signed_in(app)
    large = {"CONTENT_LENGTH": "3200000", "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    assert desk.client.post(url, environ_overrides=large).status_code == 413


def test_while_too_many_read_or_print_one_is_told_to_come_again(make_app: MakeApp) -> None:
    app = make_app()
    device, context = signed_in(app), replace(app_context_of(app))  # with a reader of its own
    app.extensions[EXTENSION] = context
    context.reader._process._idle.get(0)
    context.reader._process._queue_seconds = 0
    assert posted(device, "/desk/files", "show", file=b"x").status_code == 503


def nothing_kept(make_app: MakeApp) -> Flask:
    app = make_app()
    settings = store_of(app).clinic_settings
    account = signed_in(app)
    assert account
    assert settings.save_policy(Policy(keeps_nothing=True), settings.policy_version, "command", NOON)
    return app


def test_where_nothing_is_kept_files_are_read_but_not_taken_in(make_app: MakeApp) -> None:
    app = nothing_kept(make_app)
    device = signed_in(app)
    text = shown(device, "/desk/files", "show", file=report(app, BLEEDS))
    assert "Take it in" not in text
    assert "This clinic keeps nothing." in shown(device, "/desk/files", "keep", file=report(app, BLEEDS))
    assert on_the_desk(app) == 0


def test_a_name_that_was_typed_before_reading_stands_in_the_page_that_takes_in(make_app: MakeApp) -> None:
    device = signed_in(app := make_app())
    (form,) = [one for one in device.open("/desk/files").forms if one.action == "/desk/files"]
    typed = {"name": "Zoë Łęcka", "number": "1004", "file": (io.BytesIO(record(app, WELL)), "a.json")}
    page = device.client.post(form.action, data={**form.sends, "do": "show", **typed}).text
    assert 'value="Zoë Łęcka"' in page
    assert 'value="1004"' in page
