"""Forms on paper at the desk: printed, and typed in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from tests.web.desk.desk_pages import on_the_desk
from tests.web.desk.paper_form import sent, taken_in, typed
from tests.web.fakes import MakeApp, Printer
from tests.web.staff import app_context_of, signed_in, store_of
from tests.web.submissions import case
from webapp.clinic import Clinic
from webapp.paper.form import PaperForm


def test_the_desk_prints_a_blank_form_each_with_its_number(make_app: MakeApp) -> None:
    app = make_app()
    device = signed_in(app)
    page = device.open("/desk/paper")
    assert "Print a blank form" in page.text
    for address in ("size=a4&print=standard", "size=letter&print=large", "size=nonsense"):
        assert device.client.get(f"/desk/paper/form.pdf?{address}").mimetype == "application/pdf"
    printer = app_context_of(app).render_pool
    assert isinstance(printer, Printer)
    forms = [one for one in printer.asked if isinstance(one, PaperForm)]
    assert [(one.edition.paper, one.edition.is_large) for one in forms] == [
        ("a4", False),
        ("letter", True),
        ("a4", False),
    ]
    assert len({one.number for one in forms}) == 3


def test_the_front_desk_prints_blank_forms_and_takes_none_in(make_app: MakeApp) -> None:
    device = signed_in(make_app(), "front_desk")
    assert "Print a blank form" in device.open("/front-desk").text
    page = device.open("/desk/paper")
    assert [form.action for form in page.forms if "paper" in form.action] == ["/desk/paper/form.pdf"]
    assert "get a practitioner at once" in page.text
    assert device.client.get("/desk/paper/form.pdf").mimetype == "application/pdf"
    assert device.client.get("/desk/paper/type").status_code == 403
    assert device.client.post("/desk/paper/type", data=device.page.forms[0].sends).status_code == 403


def test_a_form_is_typed_in_with_the_checks_of_the_screen(app: Flask) -> None:
    device = signed_in(app)
    device.open("/desk/paper/type")
    refused = device._arrive(sent(device, "take", typed({**case("W55"), "age_years": "410"})))
    assert "whole number from 0 to 120" in refused.text
    answer = sent(device, "take", {**typed(case("W55")), "day": "2026-11-20"})
    stored = taken_in(app, answer)
    there = device.open(answer.location)
    assert "The form was taken in." in there.text
    assert next(one for one in there.all("a") if one.get("id") == "next-form")["href"] == "/desk/paper"
    assert (stored.channel, stored.partial_date) == ("paper", "2026-11-20")
    assert stored.answers["age_years"] == case("W55")["age_years"]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2027-11-20", "This day is still to come."),
        ("2026-11-24", "This day is still to come."),
        ("", "Choose the date that stands on the form."),
        ("2026-13-01", "Choose the date that stands on the form."),
        ("2026-1", "Choose the date that stands on the form."),
        ("2025-11-23", "This clinic keeps no answers that are so old."),
        ("1954-03-02", "This clinic keeps no answers that are so old."),
        ("0001-01-01", "This clinic keeps no answers that are so old."),
    ],
)
def test_a_wrong_date_of_a_form_is_told_and_is_not_today(app: Flask, day: str, said: str) -> None:
    device = signed_in(app)
    device.open("/desk/paper/type")
    before = on_the_desk(app)
    refused = device._arrive(sent(device, "take", {**typed(case("W55")), "day": day}))
    assert refused.status == 422
    assert refused.text.count(said) == 2, "above the page and at the box"
    assert refused.value("day") == [day]
    assert on_the_desk(app) == before
    assert taken_in(app, sent(device, "take", {"day": "2026-11-20"})).partial_date == "2026-11-20"


def test_no_day_stands_in_the_box_before_somebody_looked_at_the_form(app: Flask) -> None:
    assert signed_in(app).open("/desk/paper/type").value("day") == [""]


def test_the_page_for_typing_says_by_what_region_it_judges(make_app: MakeApp) -> None:
    there = signed_in(make_app(clinic=Clinic(region="IE"))).open("/desk/paper/type").text
    assert "Where you live: Ireland The answers are judged by this." in there
    assert "One drink is 10 g of alcohol" in there
    asking = signed_in(make_app(clinic=Clinic())).open("/desk/paper/type").text
    assert "judged by this" not in asking
    assert "One drink is" not in asking


@pytest.mark.parametrize(("then", "now"), [("IE", "US"), ("IE", ""), ("UK", "CA")])
def test_nothing_is_judged_by_a_region_that_came_while_the_page_was_open(
    make_app: MakeApp, then: str, now: str
) -> None:
    app = make_app(live=True)
    move(app, then)
    device = signed_in(app)
    device.open("/desk/paper/type")
    before = on_the_desk(app)
    move(app, now)
    for pressed in ("take", "again"):
        refused = device._arrive(sent(device, pressed, typed(case("W55"))))
        assert refused.status == 422
        assert "The clinic’s region was changed after this page was opened" in refused.text
    assert on_the_desk(app) == before
    move(app, then)
    assert "was changed after" not in sent(device, "take", typed(case("W55"))).text


def move(app: Flask, region: str) -> None:
    """Change the region of the clinic, as its settings do."""
    settings = store_of(app).clinic_settings
    clinic = replace(app_context_of(app).clinic, region=region)
    assert settings.save_clinic(clinic, settings.clinic_version, "Ann", app_context_of(app).clock())


def test_a_form_is_taken_in_once_under_its_own_number(app: Flask) -> None:
    device = signed_in(app)
    device.open("/desk/paper/type")
    numbered = {**typed(case("W55")), "form": "7q4k xw"}
    assert taken_in(app, sent(device, "take", numbered)).reference == "7Q4K-XW"
    before = on_the_desk(app)
    again = device._arrive(sent(device, "take", numbered))
    assert again.status == 409
    assert "Form 7Q4K-XW was taken in before. Open its answers" in again.text
    assert on_the_desk(app) == before
    wrong = device._arrive(sent(device, "take", {**numbered, "form": "12"}))
    assert "No form has this number." in wrong.text
    assert on_the_desk(app) == before


def test_answers_that_end_the_form_are_not_taken_in(app: Flask) -> None:
    device = signed_in(app)
    before = on_the_desk(app)
    device.open("/desk/paper/type")
    page = device._arrive(sent(device, "take", typed({**case("W55"), "consent": "no"})))
    assert "These answers are not taken in." in page.text
    assert on_the_desk(app) == before


def test_a_second_reading_shows_what_differs(app: Flask) -> None:
    device = signed_in(app)
    device.open("/desk/paper/type")
    second = device._arrive(sent(device, "again", typed({**case("W55"), "age_years": "40"})))
    assert "Second reading" in second.text
    page = device._arrive(sent(device, "take", typed({**case("W55"), "age_years": "41"})))
    assert "The first time it was: 40. Look again." in page.text
    assert (
        taken_in(app, sent(device, "take", typed({**case("W55"), "age_years": "41"}))).answers["age_years"]
        == 41
    )


def test_a_second_reading_keeps_the_form_s_number_and_shows_differences_beside_errors(app: Flask) -> None:
    device = signed_in(app)
    device.open("/desk/paper/type")
    numbered = {**typed({**case("W55"), "age_years": "40"}), "form": "7Q4KXW"}
    device._arrive(sent(device, "again", numbered))
    form = next(form for form in device.page.forms if form.action == "/desk/paper/type")
    assert form.sends["form"] == ["7Q4KXW"]
    page = device._arrive(
        sent(device, "take", typed({**case("W55"), "age_years": "41", "fruit_per_day": "99"}))
    )
    assert "The first time it was: 40. Look again." in page.text
    assert "from 0 to 15." in page.text


def test_what_was_typed_comes_back_where_the_page_was_open_too_long(app: Flask) -> None:
    device = signed_in(app)
    device.open("/desk/paper/type")
    page = device._arrive(sent(device, "take", {**typed(case("W55")), "csrf_token": "old"}))
    form = next(form for form in page.forms if form.action == "/desk/paper/type")
    assert (page.status, form.sends["a-age_years"]) == (400, [str(case("W55")["age_years"])])


def test_answers_to_what_does_not_apply_are_named_before_they_are_left_out(app: Flask) -> None:
    device = signed_in(app)
    device.open("/desk/paper/type")
    hidden = {**case("W55"), "sex": "male", "pregnant": "yes"}
    page = device._arrive(sent(device, "take", typed(hidden)))
    assert "do not apply after the other answers, and are left out: 4. Pregnant" in page.text
    assert next(one for one in page.all("a") if one.get("href") == "#take")
    assert "pregnant" not in taken_in(app, sent(device, "take", typed(hidden))).answers
