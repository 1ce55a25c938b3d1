"""Files at the desk with answers in another language: staff read theirs, the patient's sheets stay."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.web.conftest import CLINIC
from tests.web.device import Device
from tests.web.fakes import NOON, MakeApp, Printer, with_practitioner
from tests.web.record_files import posted, report, shown
from tests.web.staff import app_context_of, signed_in
from tests.web.submissions import BLEEDS, case
from webapp.report.pdf.html import render_html
from webapp.report.views.model import ReportView

ARABIC = re.compile(r"[\u0600-\u06ff]+")


@pytest.fixture
def clinic(make_app: MakeApp) -> Flask:
    """An English clinic that patients may answer in Arabic."""
    return with_practitioner(make_app(clinic=replace(CLINIC, languages=("ar",))))


def brought(app: Flask) -> Device:
    """A practitioner who looks at the report that an Arabic patient brought."""
    desk = signed_in(app)
    shown(desk, "/desk/files", "show", file=report(app, case("W55"), reference="7Q4K-XY", language="ar"))
    return desk


def printed(app: Flask) -> Any:  # noqa: ANN401  any of the views
    pool = app_context_of(app).render_pool
    assert isinstance(pool, Printer)
    return pool.asked[-1]


def press(desk: Device, do: str, action: str = "/desk/files", **typing: str) -> None:
    """Press a button whose PDF opens beside the page."""
    (form,) = (one for one in desk.page.forms if one.action == action)
    answer = desk.client.post(action, data={**form.sends, **typing, "do": do})
    assert answer.mimetype == "application/pdf"


def arabic_in(page: str) -> list[str]:
    """The Arabic words of a page."""
    return ARABIC.findall(page)


def test_staff_read_a_file_in_their_own_language(clinic: Flask) -> None:
    desk = brought(clinic)
    assert "Alcohol" in desk.page.text
    assert arabic_in(desk.page.text) == []
    press(desk, "practitioner")
    assert arabic_in(render_html(printed(clinic))) == []


@pytest.mark.parametrize("do", ["report", "large"])
def test_the_report_of_a_file_is_in_the_language_of_its_answers(clinic: Flask, do: str) -> None:
    press(brought(clinic), do)
    view = printed(clinic)
    assert isinstance(view, ReportView)
    assert (view.language, view.direction) == ("ar", "rtl")
    html = render_html(view)
    assert '<html lang="ar" dir="rtl"' in html
    assert view.record is not None
    if do == "report":
        part = html.partition('<div lang="en" dir="ltr">')[2]
        assert "For your practitioner" in part
        assert arabic_in(part) == []


def test_two_files_in_two_languages_are_compared_in_that_of_the_staff(clinic: Flask) -> None:
    desk = signed_in(clinic)
    old = report(clinic, case("W55"), language="ar")
    new = report(clinic, {**case("W55"), **BLEEDS}, NOON)
    for files in ({"old": old, "new": new}, {"old": report(clinic, BLEEDS), "new": old}):
        assert arabic_in(shown(desk, "/desk/files", "show", **files)) == []
        posted(desk, "/desk/files", "print", **files)
        assert arabic_in(render_html(printed(clinic))) == []


def test_a_plan_on_a_file_is_made_in_the_language_of_the_staff_and_taken_home_in_the_patient_s(
    clinic: Flask,
) -> None:
    desk = brought(clinic)
    (form,) = (one for one in desk.page.forms if one.action == "/desk/files")
    form.action = "/desk/files/plan"
    page = desk.send(form, {}, ("do", "ask"))
    assert arabic_in(page.text) == []
    chosen = {"offer": "legumes_per_week-3", "weeks": "6"}
    press(desk, "plan-copy", "/desk/files/plan", **chosen)
    assert arabic_in(render_html(printed(clinic))) == []
    press(desk, "plan", "/desk/files/plan", **chosen)
    assert printed(clinic).language == "ar"
    assert arabic_in(repr(printed(clinic).lines))
    press(desk, "handout", "/desk/files/plan", **chosen)
    assert (printed(clinic).plan.language, printed(clinic).report.language) == ("ar", "ar")


def test_instruments_count_by_the_words_that_were_asked(clinic: Flask) -> None:
    documents, served = app_context_of(clinic).documents, app_context_of(clinic).served
    arabic = served.translations["ar"]
    assert arabic.unpublished
    read = documents.for_reader(arabic, "en")
    assert (read.language, read.unpublished, read.asked_in) == ("en-CA", arabic.unpublished, "ar")
    again = documents.for_reader(read, "en-simple")
    assert (again.language, again.unpublished, again.asked_in) == ("en-CA-simple", arabic.unpublished, "ar")
    back = documents.for_reader(served.source, "ar")
    assert (back.language, back.unpublished, back.asked_in) == ("ar", frozenset(), "en")


def test_scales_are_said_to_be_asked_in_the_language_of_the_answers(make_app: MakeApp) -> None:
    german = make_app(clinic=replace(CLINIC, language="de", languages=("ar", "zh-Hans", "en")))
    documents = app_context_of(german).documents
    served = app_context_of(german).served
    for tag in ("ar", "zh-Hans"):
        read = documents.for_staff(served.in_language(tag))
        assert (read.language, read.asked_in) == ("de", tag)
        assert read.unpublished
    assert documents.for_staff(served.in_language("de")).asked_in == ""
    assert documents.for_staff(served.source).unpublished == served.source.unpublished


def test_formulas_and_bars_run_as_on_paper_at_an_arabic_desk(make_app: MakeApp) -> None:
    arabic = with_practitioner(make_app(clinic=replace(CLINIC, language="ar", languages=("en",))))
    desk = signed_in(arabic)
    old, new = (
        report(arabic, case(one), at=NOON - timedelta(days=days)) for one, days in (("W08", 90), ("W55", 9))
    )
    shown(desk, "/desk/files", "show", file=new)
    rules = [one["words"] for one in desk.page.all("span") if one.get("class") == "rule"]
    assert any("\u2066" in one for one in rules)
    shown(desk, "/desk/files", "show", old=old, new=new)
    assert [one for one in desk.page.all("td") if one.get("class") == "picture mirrored"]
