"""What leaves the desk: prints, one or several, and files."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from io import StringIO

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.web.conftest import CLINIC
from tests.web.device import Device
from tests.web.fakes import MakeApp, Printer
from tests.web.staff import app_context_of, signed_in
from tests.web.submissions import BLEEDS, WELL, acts, case, kept, send
from webapp.report import BundleView, PracticeView, ReportView
from webapp.report.pool.pool import RenderBusy, RenderFailed


class Busy(Printer):
    """Has too much to do."""

    def pdf(self, view: object) -> bytes:
        raise RenderBusy(7)


class Broken(Printer):
    """Makes nothing."""

    def pdf(self, view: object) -> bytes:
        raise RenderFailed("no reason")


def asked(app: Flask) -> list[object]:
    printer = app_context_of(app).render_pool
    assert isinstance(printer, Printer)
    return list(printer.asked)


def chosen(device: Device, references: list[str], button: str) -> TestResponse:
    """Tick these on the desk, press the button, and give what comes in the end."""
    page = device.open("/desk")
    form = next(form for form in page.forms if button in form.buttons)
    data = {**form.sends, "pick": references, "do": form.buttons[button][1]}
    return device.client.post(form.action, data=data, follow_redirects=True)


@pytest.mark.parametrize(
    ("button", "kind", "edition"),
    [
        ("Print practitioner page", PracticeView, ""),
        ("Print patient report", ReportView, "standard"),
        ("Large print", ReportView, "large"),
        ("Without my part", ReportView, "standard"),
    ],
)
def test_each_button_prints_its_sheet(make_app: MakeApp, button: str, kind: type, edition: str) -> None:
    app = make_app()
    device, reference = signed_in(app), send(app, BLEEDS, name="Amira Haddad")
    page = device.open(f"/desk/{reference}")
    answer = device.client.get(page.link(button))
    assert answer.mimetype == "application/pdf"
    (view,) = asked(app)
    assert isinstance(view, kind)
    assert getattr(view, "edition", "") == edition
    assert bool(getattr(view, "record", None)) == (kind is ReportView)


def test_a_print_opens_in_the_browser_under_a_name_that_tells_of_nobody(make_app: MakeApp) -> None:
    app = make_app()
    reference = send(app, name="Amira Haddad", number="1042")
    answer = signed_in(app).client.get(f"/desk/{reference}/print/practitioner")
    assert answer.headers["Content-Disposition"] == f'inline; filename="practitioner-{reference}.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"


def test_printing_marks_it_printed_and_is_in_the_log(make_app: MakeApp) -> None:
    app = make_app()
    reference = send(app)
    signed_in(app).client.get(f"/desk/{reference}/print/report")
    assert kept(app, reference).state == "printed"
    assert kept(app, reference).printed_at == app_context_of(app).clock()
    assert acts(app, reference)[-1][1] == "printed"


@pytest.mark.parametrize("sheet", ["practitioner", "report", "large"])
def test_while_the_printer_is_busy_one_waits_and_nothing_is_marked(make_app: MakeApp, sheet: str) -> None:
    app = make_app(render_pool=Busy())
    reference = send(app)
    device = signed_in(app)
    page = device.open(f"/desk/{reference}/print/{sheet}")
    assert (page.status, page.h1) == (503, ["One moment, please"])
    assert device.seen[-1].headers["Retry-After"] == "7"
    assert (kept(app, reference).state, kept(app, reference).printed_at) == ("new", None)


def test_what_could_not_be_made_is_not_marked_as_printed(make_app: MakeApp) -> None:
    app = make_app(render_pool=Broken())
    reference = send(app)
    device = signed_in(app)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    assert device.client.get(f"/desk/{reference}/print/report").status_code == 500
    assert kept(app, reference).printed_at is None


def test_a_sheet_that_there_is_not_is_no_page(make_app: MakeApp) -> None:
    app = make_app()
    reference = send(app)
    device = signed_in(app)
    assert device.open(f"/desk/{reference}/print/poster").status == 404
    assert device.open(f"/desk/print/poster?r={reference}").status == 404
    assert device.open("/desk/print/report?r=7Q4K-XW").status == 404


@pytest.mark.parametrize("button", ["Print practitioner pages", "Print patient reports"])
def test_several_are_one_file_with_a_list_in_front(make_app: MakeApp, button: str) -> None:
    app = make_app()
    first, second, third = send(app, name="Amira"), send(app), send(app)
    answer = chosen(signed_in(app), [third, first], button)
    assert answer.mimetype == "application/pdf"
    (view,) = asked(app)
    assert isinstance(view, BundleView)
    assert [(one.row.reference, one.row.name) for one in view.enclosed] == [(third, ""), (first, "Amira")]
    assert [kept(app, one).state for one in (first, second, third)] == ["printed", "new", "printed"]


def test_a_table_holds_the_chosen_ones_and_is_in_the_log(make_app: MakeApp) -> None:
    app = make_app()
    first, second, third = send(app, BLEEDS), send(app, WELL), send(app, WELL)
    answer = chosen(signed_in(app), [first, third], "Table (CSV)")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="submissions-2026-11-23.csv"'
    rows = list(csv.DictReader(StringIO(answer.get_data().decode("utf-8-sig"), newline="")))
    assert [row["submission.reference"] for row in rows] == [first, third]
    assert rows[0]["red_flags"] == "blood_stool"
    assert [acts(app, one)[-1][1] for one in (first, second, third)] == ["exported", "sent", "exported"]


def test_no_file_tells_who_somebody_is(make_app: MakeApp) -> None:
    app = make_app()
    reference = send(app, name="Amira Haddad", number="1042-77")
    device = signed_in(app)
    for button in ("Table (CSV)", "Data (JSON)"):
        told = chosen(device, [reference], button).text
        assert reference in told
        assert not any(word in told for word in ("Amira", "Haddad", "1042-77"))


def test_the_data_of_one_are_its_answers_and_what_they_say(make_app: MakeApp) -> None:
    app = make_app()
    reference = send(app, BLEEDS)
    device = signed_in(app)
    page = device.open(f"/desk/{reference}")
    form = next(form for form in page.forms if "Data (JSON)" in form.buttons)
    answer = device.client.post(form.action, data={**form.sends, "do": "json"})
    assert answer.headers["Content-Disposition"] == f'attachment; filename="submission-{reference}.json"'
    (told,) = json.loads(answer.data)["submissions"]
    assert told["answers"]["red_flags"] == ["blood_stool"]
    assert told["assessment"]["safety"]


def test_a_file_of_nothing_is_no_page(make_app: MakeApp) -> None:
    app = make_app()
    send(app)
    assert chosen(signed_in(app), ["7Q4K-XW"], "Table (CSV)").status_code == 404


@pytest.mark.parametrize(
    ("do", "ending", "media_type", "told"),
    [
        ("words", "words.csv", "text/csv", "Vegetables (handfuls a day)"),
        ("words", "words.csv", "text/csv", "2026-11-23 12:00,own device,"),
        ("fhir", "fhir.json", "application/fhir+json", '"resourceType": "QuestionnaireResponse"'),
    ],
)
def test_the_desk_gives_a_table_in_words_and_fhir(
    make_app: MakeApp, do: str, ending: str, media_type: str, told: str
) -> None:
    app = make_app()
    reference = send(app, WELL)
    device = signed_in(app)
    page = device.open(f"/desk/{reference}")
    form = next(form for form in page.forms if "Table in words" in form.buttons)
    answer = device.client.post(form.action, data={**form.sends, "do": do})
    assert answer.mimetype == media_type
    assert f'filename="submission-{reference}.{ending}"' in answer.headers["Content-Disposition"]
    assert told in answer.text
    assert acts(app, reference)[-1][1] == "exported"


def test_the_table_in_words_is_in_the_language_of_the_clinic(make_app: MakeApp) -> None:
    app = make_app(clinic=replace(CLINIC, language="de", languages=("ar", "en")))
    arabic = send(app, case("W55"), questionnaire=app_context_of(app).served.in_language("ar"))
    english = send(app, WELL, questionnaire=app_context_of(app).served.source)
    desk = signed_in(app)
    page = desk.open(f"/desk/{arabic}")
    (form,) = (form for form in page.forms if "Tabelle in Worten" in form.buttons)
    table = desk.client.post(form.action, data={**form.sends, "do": "words"}).text
    assert not re.search("[\u0600-\u06ff]", table)
    assert table.removeprefix("\ufeff").startswith("Code,Gesendet,Ausgefüllt,")
    page = desk.open(f"/desk/{english}")
    (form,) = (form for form in page.forms if "Tabelle in Worten" in form.buttons)
    assert "nicht beantwortet" in desk.client.post(form.action, data={**form.sends, "do": "words"}).text


def test_the_square_on_a_report_opens_the_submission_where_the_server_has_an_address(
    make_app: MakeApp,
) -> None:
    app = make_app()
    reference, documents = send(app, name="Amira Haddad", number="1042"), app_context_of(app).documents
    known = replace(documents, address="https://forms.example.org")
    occasion = known.occasion(kept(app, reference))
    assert occasion.desk == f"https://forms.example.org/desk/{reference}"
    assert (occasion.name, occasion.number) == ("Amira Haddad", "1042")
    squares = [getattr(one.report(kept(app, reference)).view, "qr", None) for one in (known, documents)]
    assert [bool(square) for square in squares] == [True, False]
    assert documents.occasion(kept(app, reference)).desk == ""
    assert signed_in(app).open(f"/desk/{reference}").h1 == ["Amira Haddad"]
