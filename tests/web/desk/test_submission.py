"""One submission on the desk: what is read, the private note, closing and deleting."""

from __future__ import annotations

from cProfile import Profile
from dataclasses import replace
from datetime import datetime
from typing import cast

import pytest
from flask import Flask

from tests.pdf.people import TIMED
from tests.project import TEXT
from tests.web.desk.desk_pages import opened
from tests.web.device import Typing
from tests.web.fakes import MakeApp
from tests.web.staff import app_context_of, put_on, signed_in, store_of
from tests.web.submissions import BLEEDS, WELL, acts, case, kept, send
from webapp.assessment import assess
from webapp.questionnaire.load import load
from webapp.storage import Store
from webapp.web.kit.app_context import EXTENSION


def test_safety_stands_before_the_factors_with_the_answers_behind_it(make_app: MakeApp) -> None:
    app = make_app()
    text = opened(app, send(app, case("S01"))).page.text
    assert "Blood in your poo (Warning signs: Blood in my poo or on the paper)" in text
    assert text.index("Safety first") < text.index("Please see a doctor") < text.index("At a glance")
    assert text.index("At a glance") < text.index("How it came about")


def test_flags_to_see_a_doctor_stand_by_their_time_with_it(make_app: MakeApp) -> None:
    app = make_app()
    text = opened(app, send(app, {**case("W37"), **TIMED})).page.text
    lines = (
        "Doctor first",
        "Ask a pharmacist or doctor today: St John's wort (",
        "Ask a pharmacist or doctor before the next dose: Your pain pills (",
        "See a doctor in the next day or two: Sugar in pregnancy (",
        "See a doctor in the next two weeks: Low iron (",
        "What the patient was told",
        "Ask a pharmacist or doctor before the next dose Pain pills like ibuprofen",
        "See a doctor in the next day or two In pregnancy this fasting number",
        "Take care",
    )
    places = [text.index(words) for words in lines]
    assert places == sorted(places)


def test_a_sign_without_a_flag_is_named_and_a_flag_that_may_hold_is_not_none(make_app: MakeApp) -> None:
    app = make_app()
    text = opened(app, send(app, {**case("W37"), "red_flags": ["bloating"], "age_years": None})).page.text
    assert "Ticked, without a flag: New bloating on most days." in text
    assert "May hold (answers are missing): New bloating." in text
    assert "No safety signal was ticked" not in text
    text = opened(app, send(app, case("W37"))).page.text
    assert "No safety signal was ticked, and none follows from the answers. What was skipped" in text
    assert "Ticked, without a flag" not in text


def test_a_submission_is_assessed_once_even_with_other_visits(make_app: MakeApp) -> None:
    app = make_app()
    send(app, case("S01"), number="1042")
    device, url = signed_in(app), f"/desk/{send(app, case('S01'), number='1042')}"
    profile = Profile()
    assert profile.runcall(device.client.get, url).status_code == 200
    calls = {entry.code: entry.callcount for entry in profile.getstats()}
    assert calls[assess.__code__] == 1


def test_a_factor_has_its_level_estimate_rule_basis_grade_and_gaps(make_app: MakeApp) -> None:
    app = make_app()
    text = opened(app, send(app, case("S01"))).page.text
    estimate = "Fibre from food: 17.7 g a day"
    row = f"Low fibre moderate {estimate} Holds: moderate 17.714 / 25 = 0.709 < 0.75 Cut-off: pragmatic"
    assert row in text
    unsure = opened(app, send(app, {**case("S01"), "veg_per_day": None})).page.text
    assert "May hold:" in unsure
    assert "C mixed Vegetables" in unsure


@pytest.mark.parametrize(
    "heading",
    ["Scores", "Not scored", "Consider, if in your scope and not done", "Rarely useful, or not advised"],
)
def test_the_other_parts_of_the_practitioner_s_page_are_there(make_app: MakeApp, heading: str) -> None:
    app = make_app()
    assert heading in opened(app, send(app, case("S01"))).page.text


def test_laboratory_values_stand_as_typed_and_in_the_other_unit(make_app: MakeApp) -> None:
    app = make_app()
    sugar = {**case("S01"), "glucose_kind": "a1c_pct", "glucose_value": "5.9", "diabetes": "prediabetes"}
    assert "5.9 % = 41 mmol/mol" in opened(app, send(app, sugar)).page.text


def test_opening_a_new_one_marks_it_seen_and_is_in_the_log(make_app: MakeApp) -> None:
    app = make_app()
    reference = send(app)
    opened(app, reference)
    assert kept(app, reference).state == "seen"
    assert acts(app, reference)[-1] == (signed_in_actor(app), "opened")


def signed_in_actor(app: Flask) -> str:
    person = store_of(app).practitioners.by_login("jo")
    assert person
    return person.actor


@pytest.mark.parametrize("role", ["practitioner", "manager"])
@pytest.mark.parametrize(
    "address", ["", "/delete", "/visits", "/compare/7Q4K-XW", "/print/report", "/compare/7Q4K-XW/print"]
)
def test_a_code_that_nobody_has_is_no_page_for_anybody(make_app: MakeApp, address: str, role: str) -> None:
    device = signed_in(make_app(), role, role)
    assert device.open(f"/desk/7Q4K-XY{address}").status == 404


@pytest.mark.parametrize("act", ["note", "state", "delete", "link", "unlink"])
def test_nothing_can_be_done_with_a_code_that_nobody_has(make_app: MakeApp, act: str) -> None:
    device = signed_in(make_app())
    (token,) = device.open("/desk").value("csrf_token")
    data = {"csrf_token": token, "do": "close", "note": "x", "typed": "7Q4K-XY", "other": "7Q4K-XW"}
    assert device.client.post(f"/desk/7Q4K-XY/{act}", data=data).status_code == 404


class Hasty:
    """A desk at which somebody else marks the submission, some times, just before a change."""

    def __init__(self, store: Store, times: int) -> None:
        self._store = store
        self._times = times
        self.submissions = self

    def __getattr__(self, name: str) -> object:
        return getattr(self._store.submissions, name, None) or getattr(self._store, name)

    def add_note(self, reference: str, version: int, text: str, by: str, now: datetime) -> bool:
        self._interfere(reference, version, now)
        return self._store.submissions.add_note(reference, version, text, by, now)

    def set_state(self, reference: str, version: int, state: str, by: str, now: datetime) -> bool:
        self._interfere(reference, version, now)
        return self._store.submissions.set_state(reference, version, state, by, now)

    def _interfere(self, reference: str, version: int, now: datetime) -> None:
        if self._times:
            self._times -= 1
            assert self._store.submissions.set_state(reference, version, "printed", "practitioner 9", now)


@pytest.mark.parametrize(("button", "typing"), [("Save the note", {"note": "Mine"}), ("Close it", {})])
@pytest.mark.parametrize(("times", "status"), [(1, 200), (99, 503)])
def test_a_change_is_made_anew_when_others_were_quicker_but_not_for_ever(
    make_app: MakeApp, button: str, typing: Typing, times: int, status: int
) -> None:
    app = make_app()
    device = opened(app, send(app))
    here = app_context_of(app)
    app.extensions[EXTENSION] = replace(here, store=cast("Store", Hasty(here.store, times)))
    assert device.press(button, typing).status == status


def test_it_is_closed_and_opened_again(make_app: MakeApp) -> None:
    app = make_app()
    reference = send(app)
    device = opened(app, reference)
    device.press("Close it")
    assert kept(app, reference).state == "closed"
    device.press("Open it again")
    assert kept(app, reference).state == "seen"


@pytest.mark.parametrize(("do", "token", "status"), [("burn", True, 400), ("close", False, 400)])
def test_no_other_button_and_no_forged_form_changes_the_state(
    make_app: MakeApp, do: str, token: bool, status: int
) -> None:
    app = make_app()
    reference = send(app)
    device = opened(app, reference)
    data = {"do": do, "csrf_token": device.page.value("csrf_token")[0] if token else "forged"}
    assert device.client.post(f"/desk/{reference}/state", data=data).status_code == status
    assert kept(app, reference).state == "seen"


def test_it_is_deleted_when_its_code_was_typed(make_app: MakeApp) -> None:
    app = make_app()
    reference = send(app)
    device = opened(app, reference)
    device.open(device.page.link("Delete…"))
    page = device.press("Delete for good", {"typed": reference.lower().replace("-", " ")})
    assert "The submission is deleted." in page.text
    assert device.open(f"/desk/{reference}").status == 404
    assert acts(app, reference)[-1][1] == "deleted"


@pytest.mark.parametrize("typed", ["", "7Q4K-XW", "yes"])
def test_it_stays_when_another_code_was_typed(make_app: MakeApp, typed: str) -> None:
    app = make_app()
    reference = send(app)
    device = signed_in(app)
    device.open(f"/desk/{reference}/delete")
    page = device.press("Delete for good", {"typed": typed})
    assert page.status == 422
    assert page.problems == [f"Code: This is not the code. Type {reference}."]
    assert kept(app, reference)


def test_a_forged_form_deletes_nothing(make_app: MakeApp) -> None:
    app = make_app()
    reference = send(app)
    answer = signed_in(app).client.post(f"/desk/{reference}/delete", data={"typed": reference})
    assert answer.status_code == 400
    assert kept(app, reference)


def test_it_is_judged_by_the_questionnaire_that_it_answered(make_app: MakeApp) -> None:
    app = make_app()
    here = app_context_of(app)
    text = here.store.questionnaires.get(here.questionnaire.digest)
    assert text
    old = text.replace('title = "Low fibre"', 'title = "Too little fibre"')
    known = load(old)
    here.store.questionnaires.save(known.digest, known.version, old, here.clock())
    page = opened(app, send(app, case("S01"), questionnaire=known)).page
    assert "Too little fibre" in page.text
    assert "Low fibre" not in page.text


def test_a_hostile_name_is_text_everywhere(make_app: MakeApp) -> None:
    app = make_app()
    reference = send(app, WELL, name="<b onclick=x>'\"&</b>")
    device = opened(app, reference)
    assert "<b onclick=x>'\"&</b>" in device.page.text
    assert "<b onclick=x>'\"&</b>" in device.open(f"/desk/{reference}/delete").text


def test_nothing_of_it_stays_in_the_browser(make_app: MakeApp) -> None:
    app = make_app()
    device = opened(app, send(app, BLEEDS))
    assert device.seen[-1].headers["Cache-Control"] == "no-store"


def test_rules_say_the_answers_and_the_numbers_behind_them(make_app: MakeApp) -> None:
    app = make_app()
    text = opened(app, send(app, case("S03"))).page.text
    assert "Stress of the mind is strong (Stress now is “Very much” or PHQ-4 12 ≥ 9)" in text
    assert "Stress now: Very much" in text
    assert "PHQ-4: 6 + 6 = 12" in text
    text = opened(app, send(app, case("S01"))).page.text
    assert "Fibre from food: 2 × 2 + 3 × 1 + 2.5 × 2 + 7 × 2 / 7 + 2.5 × 2 / 7 + 1 × 3 = 17.714 g" in text


def test_what_a_score_counts_is_told_with_its_questions(make_app: MakeApp) -> None:
    app = make_app()
    text = opened(app, send(app, case("S05"))).page.text
    assert "How often alcohol: 2 to 3 times per week (3)" in text


def test_the_safety_headings_are_a_colleagues_and_the_patients_words_stand_with_what_was_told(
    make_app: MakeApp,
) -> None:
    app = make_app()
    page = opened(app, send(app, case("W10"))).page
    headings = [one["words"] for one in page.all("h3")]
    assert "Take care" in headings
    assert "Check before you change anything" not in headings
    assert "What the patient was told : Take care Check before you change anything" in page.text


def test_numbers_that_the_patient_was_given_can_be_called_from_the_page(make_app: MakeApp) -> None:
    app = make_app()
    page = opened(app, send(app, case("S01"))).page
    assert "or you feel faint, call 911" in page.text
    assert {one["href"] for one in page.all("a") if one["href"].startswith("tel:")} == {"tel:911"}


def test_what_the_remark_calls_marked_is_marked(make_app: MakeApp) -> None:
    app = make_app()
    text = opened(app, send(app, case("S01"))).page.text
    assert "cut-offs marked [P] are pragmatic" in text
    assert "pragmatic [P]" in text


def test_a_review_of_the_content_that_is_overdue_is_said(make_app: MakeApp) -> None:
    days = 'signed_off = "2026-05-01"\nreview_due = "2027-05-01"\nurgent_review_due = "2026-11-22"\n'
    app = make_app(questions=days + TEXT)
    put_on(app, days=-1)
    text = opened(app, reference := send(app, case("S01"))).page.text
    assert "was to be reviewed" not in text
    assert "not signed off by a clinician" not in text
    put_on(app, days=1)
    text = opened(app, reference).page.text
    assert "The content behind this page was to be reviewed by November 22, 2026." in text
    assert "not signed off by a clinician" not in text


def test_content_that_no_clinician_signed_is_called_so(make_app: MakeApp) -> None:
    app = make_app()
    assert "not signed off by a clinician" in opened(app, send(app, case("S01"))).page.text
