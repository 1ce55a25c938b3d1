"""Visits of one patient: linked, taken apart, followed and compared."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.web.device import Device
from tests.web.fakes import Clock, MakeApp, Printer
from tests.web.staff import app_context_of, signed_in
from tests.web.submissions import WELL, acts, case, kept, send
from webapp.clinic import Policy
from webapp.questionnaire.load import load
from webapp.report import ComparisonView


def two_visits(app: Flask, clock: Clock) -> tuple[str, str]:
    """A first visit and, a month later, one with more fibre."""
    first = send(app, {**case("S01"), "veg_per_day": 0}, number="1042")
    clock.put_on(days=30)
    return first, send(app, {**case("S01"), "veg_per_day": 9}, number="1042")


def linking(device: Device, reference: str, other: str) -> str:
    device.open(f"/desk/{reference}")
    return device.press("Link them", {"other": other}).text


def test_the_same_clinic_number_brings_visits_together(make_app: MakeApp) -> None:
    clock = Clock()
    app = make_app(clock=clock)
    first, second = two_visits(app, clock)
    device = signed_in(app)
    assert "2 visits" in device.open("/desk").text
    assert device.open(f"/desk/{second}").link(first) == f"/desk/{first}"


def test_two_are_linked_by_code_however_it_is_typed(make_app: MakeApp) -> None:
    app = make_app()
    one, two = send(app), send(app)
    said = linking(signed_in(app), one, f" {two.lower().replace('-', '')} ")
    assert "These visits belong to the same patient now." in said
    assert kept(app, one).patient == kept(app, two).patient
    assert "linked" in [act for _, act in acts(app, one)]


@pytest.mark.parametrize("typed", ["", "7Q4K-XW", "own"])
def test_a_code_that_is_not_another_submission_is_told(make_app: MakeApp, typed: str) -> None:
    app = make_app()
    one = send(app)
    said = linking(signed_in(app), one, one if typed == "own" else typed)
    assert "There is no other submission with that code" in said


def test_linking_what_is_linked_changes_nothing(make_app: MakeApp) -> None:
    clock = Clock()
    app = make_app(clock=clock)
    first, second = two_visits(app, clock)
    for _ in range(2):
        assert "belong to the same patient" in linking(signed_in(app), first, second)
    assert [act for _, act in acts(app, first)].count("linked") == 1


def test_one_is_taken_out_again(make_app: MakeApp) -> None:
    clock = Clock()
    app = make_app(clock=clock)
    first, second = two_visits(app, clock)
    device = signed_in(app)
    device.open(f"/desk/{second}")
    assert "This visit stands alone now." in device.press("This is another patient").text
    assert kept(app, first).patient != kept(app, second).patient


@pytest.mark.parametrize("act", ["link", "unlink"])
def test_a_forged_form_changes_no_visit(make_app: MakeApp, act: str) -> None:
    clock = Clock()
    app = make_app(clock=clock)
    first, _ = two_visits(app, clock)
    other, before = send(app), kept(app, first).patient
    answer = signed_in(app).client.post(f"/desk/{first}/{act}", data={"other": other})
    assert answer.status_code == 400
    assert kept(app, first).patient == before != kept(app, other).patient


def test_trends_have_a_picture_for_what_moves_and_every_number_in_a_table(make_app: MakeApp) -> None:
    clock = Clock()
    app = make_app(clock=clock)
    first, second = two_visits(app, clock)
    page = signed_in(app).open(f"/desk/{second}/visits")
    assert f"Factors {first} Nov 23, 2026 {second} Dec 23, 2026" in page.text
    assert "Low fibre moderate none" in page.text
    assert "Fibre from food (g a day) 14 32" in page.text
    assert page.h1 == ["Trends over 2 visits"]


def test_trends_draw_no_cut_off_that_was_another_one_at_an_earlier_visit(make_app: MakeApp) -> None:
    app = make_app()
    them = {"sex": "female", "age_years": 34, "region": "CA"}
    send(app, {**case("W55"), **them, "pregnant": "yes"}, number="7")
    reference = send(app, {**case("W55"), **them, "pregnant": "no"}, number="7")
    page = signed_in(app).open(f"/desk/{reference}/visits").text
    assert "The cut-offs for this person were not the same at each visit" in page
    assert "none is drawn for Fibre from food" in page


def test_looking_at_trends_is_opening_every_visit(make_app: MakeApp) -> None:
    clock = Clock()
    app = make_app(clock=clock)
    visits = two_visits(app, clock)
    signed_in(app).open(f"/desk/{visits[1]}/visits")
    assert [acts(app, one)[-1][1] for one in visits] == ["opened", "opened"]
    assert [kept(app, one).state for one in visits] == ["seen", "seen"]


def test_one_visit_alone_has_no_trends(make_app: MakeApp) -> None:
    app = make_app()
    assert signed_in(app).open(f"/desk/{send(app)}/visits").status == 404


@pytest.mark.parametrize("later_first", [True, False])
def test_a_comparison_runs_from_the_earlier_to_the_later(make_app: MakeApp, later_first: bool) -> None:
    clock = Clock()
    app = make_app(clock=clock)
    first, second = two_visits(app, clock)
    one, other = (second, first) if later_first else (first, second)
    text = signed_in(app).open(f"/desk/{one}/compare/{other}").text
    assert text.index(f"Before November 23, 2026, {first}") < text.index(f"Now December 23, 2026, {second}")
    assert "Vegetables 0 handfuls a day 9 handfuls a day" in text
    assert "gone" in text


def test_what_the_questionnaires_ask_differently_is_not_compared(make_app: MakeApp) -> None:
    clock = Clock()
    app = make_app(clock=clock)
    here = app_context_of(app)
    old = (here.store.questionnaires.get(here.questionnaire.digest) or "").replace(
        "how many handfuls of vegetables", "how many big handfuls of vegetables"
    )
    known = load(old)
    here.store.questionnaires.save(known.digest, known.version, old, here.clock())
    first = send(app, case("S01"), number="1042", questionnaire=known)
    clock.put_on(days=30)
    second = send(app, case("S01"), number="1042")
    text = signed_in(app).open(f"/desk/{second}/compare/{first}").text
    assert "cannot be compared: the question changed" in text


def test_two_patients_are_not_compared(make_app: MakeApp) -> None:
    app = make_app()
    one, two = send(app), send(app)
    device = signed_in(app)
    for address in (
        f"/desk/{one}/compare/{two}",
        f"/desk/{one}/compare/{one}",
        f"/desk/{one}/compare/{two}/print",
    ):
        assert device.open(address).status == 404


def test_a_comparison_is_printed_and_both_are_marked(make_app: MakeApp) -> None:
    clock = Clock()
    app = make_app(clock=clock)
    first, second = two_visits(app, clock)
    device = signed_in(app)
    linking(device, second, first)
    page = device.open(f"/desk/{second}/compare/{first}")
    answer = device.client.get(page.link("Print this comparison"))
    assert answer.headers["Content-Disposition"] == f'inline; filename="comparison-{first}-{second}.pdf"'
    printer = app_context_of(app).render_pool
    assert isinstance(printer, Printer)
    assert isinstance(printer.asked[-1], ComparisonView)
    assert [acts(app, one)[-1][1] for one in (first, second)] == ["printed", "printed"]


def test_another_submission_is_found_by_name_and_linked_by_a_button(make_app: MakeApp) -> None:
    app = make_app()
    one, two = send(app, name="Anastasia Lima"), send(app, name="Anastasia Pinto", number="7")
    device = signed_in(app)
    device.open(f"/desk/{one}")
    page = device.press("Link them", {"other": "anastasia"})
    assert "which of them is the same patient?" in page.text
    assert "anastasia" not in page.url.lower()
    assert "belong to the same patient" in device.press(f"Link it {two}").text
    assert kept(app, one).patient == kept(app, two).patient


CANNOT_BE_ONE = [
    ({"sex": "male"}, {"sex": "female"}, 30, "Sex at birth was “Male” on"),
    ({"age_years": 52}, {"age_years": 34}, 30, "Age was “52 years” on"),
    ({"age_years": 40}, {"age_years": 39}, 400, "Age was “40 years” on"),
    ({"age_years": 40}, {"age_years": 47}, 800, "Age was “40 years” on"),
    ({"age_years": 40}, {"age_years": 40}, 1200, "Age was “40 years” on"),
]


@pytest.mark.parametrize(("before", "after", "days", "told"), CANNOT_BE_ONE)
def test_visits_that_cannot_be_of_one_person_are_asked_about_on_every_page_of_theirs(
    make_app: MakeApp, before: dict[str, object], after: dict[str, object], days: int, told: str
) -> None:
    clock = Clock()
    app = make_app(clock=clock)
    decide_long_terms(app)
    first = send(app, {**WELL, **before}, number="1003")
    clock.put_on(days=days)
    second = send(app, {**WELL, **after}, number="1003")
    device = signed_in(app)
    for page in (f"/desk/{second}", f"/desk/{second}/visits", f"/desk/{second}/compare/{first}"):
        text = device.open(page).text
        assert "Is this the same patient?" in text
        assert told in text


@pytest.mark.parametrize(
    ("before", "after", "days"),
    [
        ({"age_years": 40}, {"age_years": 41}, 3),
        ({"age_years": 40}, {"age_years": 40}, 360),
        ({"age_years": 40}, {"age_years": 42}, 370),
        ({"sex": "prefer_not"}, {"sex": "female"}, 30),
        ({"age_years": None}, {"age_years": 30}, 30),
    ],
)
def test_visits_that_can_be_of_one_person_raise_no_question(
    make_app: MakeApp, before: dict[str, object], after: dict[str, object], days: int
) -> None:
    clock = Clock()
    app = make_app(clock=clock)
    decide_long_terms(app)
    send(app, {**WELL, **before}, number="1003")
    clock.put_on(days=days)
    second = send(app, {**WELL, **after}, number="1003")
    assert "Is this the same patient?" not in signed_in(app).open(f"/desk/{second}").text


def decide_long_terms(app: Flask) -> None:
    here = app_context_of(app)
    settings, policy = here.store.clinic_settings, Policy(submission_days=3650)
    assert settings.save_policy(policy, settings.policy_version, "command", here.clock())
