"""The plan at the desk: offered, refused, saved, printed, overwritten by nobody and lost by nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from flask import Flask

from tests.web.desk.test_note import Down
from tests.web.device import Device, Typing
from tests.web.fakes import Clock, MakeApp
from tests.web.staff import app_context_of, signed_in, store_of
from tests.web.submissions import acts, case, kept, send
from webapp.report import HandoutView, PlanView
from webapp.storage import Store
from webapp.web.kit.app_context import EXTENSION

BEANS: Typing = {
    "offer": ["legumes_per_week-3", "veg_per_day-3"],
    "test": "liver_test",
    "see": "dietitian",
    "weeks": "6",
}
WINE = {"words-1": "Less wine", "about-1": "audit1"}


def opened(app: Flask, reference: str, login: str = "jo") -> Device:
    device = signed_in(app, login=login)
    device.open(f"/desk/{reference}/plan")
    return device


def test_a_plan_is_saved_from_what_is_offered(make_app: MakeApp) -> None:
    app = make_app()
    reference = send(app, case("W55"))
    page = opened(app, reference).press("Save the plan", BEANS)
    assert "The plan is saved." in page.text
    plan = kept(app, reference).plan
    assert plan is not None
    assert plan.about == ("veg_per_day", "legumes_per_week")
    assert [one.measured for one in plan.agreed] == ["", ""], "as usual, so in the patient's own language"
    assert (plan.tests, plan.see, plan.by) == (("liver_test",), ("dietitian",), "Jo Reed")
    assert str(plan.come_back) == "2027-01-04"
    assert acts(app, reference)[-2:] == [("practitioner 1", "opened"), ("practitioner 1", "agreed a plan")]


def test_own_words_of_a_plan_keep_the_joiners_that_they_are_spelt_with(make_app: MakeApp) -> None:
    app, words = make_app(), "كمتر می\N{ZERO WIDTH NON-JOINER}خورم"
    reference = send(app, case("W55"))
    opened(app, reference).press("Save the plan", {**WINE, "words-1": words})
    plan = kept(app, reference).plan
    assert plan is not None
    assert [one.words for one in plan.agreed] == [words]


def test_what_a_flag_silences_is_not_offered_and_the_page_says_so(make_app: MakeApp) -> None:
    app = make_app()
    page = opened(app, send(app, {**case("W55"), "signs_now": ["fever"]})).page
    assert "what they silence is not offered: Fever." in page.text
    assert "Vegetables: from 1 to 3" not in page.text
    assert "Sugary drinks: from 10 to 2" in page.text


def test_words_that_a_flag_speaks_against_need_a_reason_that_stands_on_the_practitioners_copy_alone(
    make_app: MakeApp,
) -> None:
    app = make_app()
    reference = send(app, {**case("W55"), "red_flags": ["weight_loss"]})
    device = opened(app, reference)
    page = device.press("Save the plan", WINE)
    assert page.status == 422
    assert "A safety message speaks against this: Losing weight." in page.text
    assert page.value("words-1") == ["Less wine"]
    device.press("Save the plan", {"reason-1": "Dr Ng examined her"})
    for sheet in ("plan", "plan-copy", "handout", "plan-large", "handout-large"):
        device.client.get(f"/desk/{reference}/print/{sheet}")
    plan, copy, handout, *large = app_context_of(app).render_pool.asked  # type: ignore[attr-defined]
    assert isinstance(plan, PlanView)
    assert isinstance(handout, HandoutView)
    assert (copy.lines[0].against, copy.lines[0].reason) == (("Losing weight",), "Dr Ng examined her")
    for view in (plan, handout, *large):
        assert "Dr Ng" not in repr(view)
    assert not handout.report.has_practitioner_part
    assert handout.record is not None
    assert b"Dr Ng" not in handout.record.content
    assert plan.record == handout.record
    assert plan.lines[0].against == ("Losing weight",)
    assert [act for _, act in acts(app, reference)][-5:] == ["printed"] * 5


def test_words_against_a_message_that_silences_no_such_question_need_a_reason_too(make_app: MakeApp) -> None:
    app = make_app()
    reference = send(app, {**case("W55"), "medicines": ["thinner"], "supplements": ["omega3"]})
    device = opened(app, reference)
    assert "The plan then names all that advise care: Your blood thinner." in device.page.text
    page = device.press("Save the plan", {"words-1": "Fish oil, 3 g a day", "about-1": "supplements"})
    assert page.status == 422
    assert "A safety message speaks against this: Your blood thinner." in page.text
    device.press("Save the plan", {"about-1": "other"})
    device.client.get(f"/desk/{reference}/print/plan")
    (plan,) = app_context_of(app).render_pool.asked  # type: ignore[attr-defined]
    assert plan.lines[0].to_read == ("Your blood thinner",)


def test_a_plan_that_a_colleague_changed_meanwhile_is_not_overwritten(make_app: MakeApp) -> None:
    app = make_app()
    reference = send(app, case("W55"))
    mine, theirs = opened(app, reference), opened(app, reference, "kim")
    theirs.press("Save the plan", {"other_tests": "Theirs"})
    page = mine.press("Save the plan", {"other_tests": "Mine"})
    assert page.status == 409
    assert "What stands there now" in page.text
    assert "Theirs" in page.text
    assert page.value("other_tests") == ["Mine"]
    mine.press("Save the plan", {"other_tests": "Theirs\r\n\r\n and mine "})
    plans = kept(app, reference).plans
    assert [one.other_tests for one in plans] == ["Theirs\nand mine", "Theirs"]
    assert "1 earlier plan" in mine.page.text


def test_a_note_that_is_written_meanwhile_does_not_stop_a_plan(make_app: MakeApp) -> None:
    app = make_app()
    reference = send(app, case("W55"))
    device = opened(app, reference)
    store_of(app).submissions.add_note(reference, 1, "note", "practitioner 2", app_context_of(app).clock())
    device.press("Save the plan", BEANS)
    assert kept(app, reference).plan


def test_an_emptied_plan_is_taken_back_and_an_empty_one_is_refused(make_app: MakeApp) -> None:
    app = make_app()
    reference = send(app, case("W55"))
    device = opened(app, reference)
    assert "Nothing is agreed yet." in device.press("Save the plan").text
    device.press("Save the plan", {"other_tests": "ferritin"})
    page = device.press("Save the plan", {"other_tests": "\U00012000"})
    assert (
        "no font for these signs of the plan, and paper has a question mark for each: \U00012000" in page.text
    )
    page = device.press("Save the plan", {"other_tests": ""})
    assert "The plan is taken back." in page.text
    assert kept(app, reference).plan is None
    assert device.client.get(f"/desk/{reference}/print/plan").status_code == 404


def test_what_was_typed_is_given_back_whatever_happens(make_app: MakeApp) -> None:
    clock = Clock()
    app = make_app(clock=clock)
    reference = send(app, case("W55"))
    device = opened(app, reference)
    page = device.press("Save the plan", {**WINE, "csrf_token": "forged"})
    assert (page.status, page.value("words-1")) == (400, ["Less wine"])
    here = app_context_of(app)
    app.extensions[EXTENSION] = replace(here, store=cast("Store", Down(here.store)))
    page = device.press("Save the plan", WINE)
    assert page.status == 503
    assert "Less wine" in page.text
    app.extensions[EXTENSION] = here
    device.press("Try again")
    assert [one.words for one in kept(app, reference).plans[0].agreed] == ["Less wine"]
    clock.put_on(minutes=20)
    page = device.press("Save the plan", {"words-2": "Two hours of work", "about-2": "other"})
    assert "Two hours of work" in page.text


def test_a_plan_for_what_was_deleted_meanwhile_is_given_back_unless_another_site_sent_it(
    make_app: MakeApp,
) -> None:
    app = make_app()
    reference = send(app, case("W55"))
    device = opened(app, reference)
    store_of(app).submissions.delete(reference, "practitioner 9", app_context_of(app).clock())
    page = device.press("Save the plan", WINE)
    assert page.status == 404
    assert "Less wine" in page.text
    foreign = {"Sec-Fetch-Site": "cross-site"}
    answer = device.client.post(f"/desk/{reference}/plan", data={"words-1": "Pay here"}, headers=foreign)
    assert "Pay here" not in answer.text
