"""A plan on a file: a clinic that keeps nothing agrees, prints, and reads it again from the second file."""

from __future__ import annotations

from flask import Flask

from tests.web.device import Device, Typing
from tests.web.fakes import Printer
from tests.web.record_files import report, shown
from tests.web.staff import app_context_of, signed_in
from tests.web.submissions import case, kept
from webapp.exchange.record import parse_record
from webapp.exchange.record.extract_attachment import pdf_with_attachment
from webapp.plan import Plan
from webapp.report import HandoutView

BEANS: Typing = {"offer": "legumes_per_week-3", "measured-legumes_per_week-3": "on Mondays", "weeks": "6"}


def begun(app: Flask, file: bytes) -> Device:
    """Somebody who opened a file, and pressed the button of the plan."""
    desk = signed_in(app)
    shown(desk, "/desk/files", "show", file=file)
    (form,) = (one for one in desk.page.forms if one.action == "/desk/files")
    form.action = "/desk/files/plan"
    desk.send(form, {}, ("do", "ask"))
    return desk


def printed(app: Flask) -> HandoutView:
    pool = app_context_of(app).render_pool
    assert isinstance(pool, Printer)
    view = pool.asked[-1]
    assert isinstance(view, HandoutView)
    return view


def plan_of(record: bytes, app: Flask) -> Plan:
    here = app_context_of(app)
    found = parse_record(record, here.questionnaire, here.questionnaire_of).plan
    assert found is not None
    return found


def answer(desk: Device, typing: Typing, do: str) -> tuple[int, str | None]:
    """Type, and press a button whose PDF opens beside the page."""
    (form,) = (one for one in desk.page.forms if one.action == "/desk/files/plan")
    response = desk.client.post(form.action, data={**form.sends, **typing, "do": do})
    return response.status_code, response.mimetype


def test_a_plan_goes_from_the_first_file_into_the_second_and_comes_back_from_it(app: Flask) -> None:
    desk = begun(app, report(app, case("W55"), reference="7Q4K-XY"))
    assert "kept nowhere but in the PDF" in desk.page.text
    assert answer(desk, BEANS, "handout") == (200, "application/pdf")
    handout = printed(app)
    assert handout.plan.lines[0].measured == "on Mondays"
    assert not handout.report.has_practitioner_part
    assert handout.record is not None
    second = pdf_with_attachment(handout.record.content)
    assert "The plan in this file" in shown(signed_in(app), "/desk/files", "show", file=second)
    again = begun(app, second)
    assert again.page.value("measured-legumes_per_week-3") == ["on Mondays"]
    assert answer(again, {"weeks": "8"}, "handout") == (200, "application/pdf")
    assert plan_of(printed(app).record.content, app).about == ("legumes_per_week",)  # type: ignore[union-attr]
    shown(signed_in(app), "/desk/files", "keep", file=second)
    assert kept(app, "7Q4K-XY").brought_plan == plan_of(handout.record.content, app)


def test_what_is_wrong_is_said_and_nothing_is_lost(app: Flask) -> None:
    desk = begun(app, report(app, {**case("W55"), "red_flags": ["weight_loss"]}, reference="7Q4K-XZ"))
    page = desk.press("Plan and report", {"words-1": "Less wine", "about-1": "audit1"})
    assert (page.status, page.value("words-1")) == (422, ["Less wine"])
    assert "A safety message speaks against this: Losing weight." in page.text
    page = desk.press("Plan and report", {"csrf_token": "forged"})
    assert (page.status, page.value("words-1")) == (400, ["Less wine"])
    typing = {"reason-1": "Seen by Dr Ng"}
    for do in ("plan", "plan-large", "handout-large", "plan-copy"):
        assert answer(desk, typing, do) == (200, "application/pdf")
    copy = app_context_of(app).render_pool.asked[-1]  # type: ignore[attr-defined]
    assert copy.lines[0].reason == "Seen by Dr Ng"
    assert (
        "Nothing is agreed yet."
        in desk.press("Print the plan", {"words-1": "", "about-1": "", "see": []}).text
    )


def test_a_record_that_is_none_leads_back_to_the_files(app: Flask) -> None:
    desk = begun(app, report(app, case("W55")))
    assert answer(desk, {"record": "{}"}, "plan")[0] == 422
    assert answer(desk, {"record": "{}", "csrf_token": "forged"}, "plan")[0] == 400
    assert answer(desk, {}, "burn")[0] == 400
