"""What a file says that staff agreed: shown as what a file says, never as an agreement of this clinic."""

from __future__ import annotations

import json
from datetime import timedelta

from flask import Flask

from tests.web.desk.desk_pages import opened
from tests.web.desk.test_proven_visits import printed
from tests.web.device import Device
from tests.web.fakes import Clock, MakeApp
from tests.web.follow_ups import BY, SIX_WEEKS, answer_all, elm
from tests.web.patient.server_side import sent_by
from tests.web.patient.test_follow_up import upload
from tests.web.record_files import shown
from tests.web.site.test_api import fetch, token_for
from tests.web.staff import app_context_of, signed_in, store_of
from tests.web.submissions import acts, case, kept, send
from webapp.assessment import validate_answers
from webapp.exchange.record import build_record
from webapp.plan import AgreedChange, Plan
from webapp.plan.offers import flags_against
from webapp.storage import FollowUpOf

FORGED = "Stop your blood thinner today"
BOSS = "Zenobia Boss"
NOT_OURS = "This is in a file that was brought along. It is not from our records."
CODE = "7Q4K-XH"


def forged(app: Flask) -> bytes:
    """A file in which somebody of the clinic agreed to what nobody agreed to."""
    now = app_context_of(app).clock()
    then = now - SIX_WEEKS
    answers = {**case("W55"), "red_flags": ["weight_loss"]}
    given = validate_answers(app_context_of(app).questionnaire, answers)
    flags = tuple(one.id for one in flags_against(given, ("audit1",)))
    own = AgreedChange(FORGED, "every day", ("audit1",), against=flags, reason="Asked by " + BOSS)
    plan = Plan(agreed=(own,), by=BOSS, agreed_at=then, see=("doctor",), come_back=now.date() + timedelta(9))
    base = app_context_of(app).settings.fhir_base
    return build_record(given, base_url=base, authored=then, reference=CODE, plan=plan)


def taken_in(make_app: MakeApp) -> Flask:
    """A clinic in which a practitioner took the file in."""
    app = elm(make_app, Clock())
    assert "were taken in" in shown(signed_in(app), "/desk/files", "keep", file=forged(app))
    return app


def is_told_as_brought(text: str) -> bool:
    """Return whether the words of the plan stand beside where they come from, and no name of staff."""
    assert FORGED in text
    return (
        NOT_OURS in text.replace("\N{NO-BREAK SPACE}", " ") and BOSS not in text and "Agreed on" not in text
    )


def test_a_file_that_a_patient_goes_on_from_is_told_as_such_on_page_and_paper(
    make_app: MakeApp,
) -> None:
    app = elm(make_app, Clock())
    patient = Device(app)
    upload(patient, "/again", file=forged(app))
    answer_all(patient)
    patient.press("Continue")
    patient.press("Continue", {"way": "send"})
    assert is_told_as_brought(patient.page.text)
    sent = sent_by(patient)
    assert sent is not None
    desk = opened(app, sent.reference)
    assert is_told_as_brought(desk.page.text)
    for sheet in ("report", "large", "patient"):
        assert desk.client.get(f"/desk/{sent.reference}/print/{sheet}").status_code == 200
        assert is_told_as_brought(printed(app))
    assert fetch(app, sent.reference, "/report.pdf", token_for(app, "report"))[0] == 200
    assert is_told_as_brought(printed(app))


def test_a_file_that_is_read_or_compared_is_told_as_such(make_app: MakeApp) -> None:
    app = elm(make_app, Clock())
    desk = signed_in(app)
    assert is_told_as_brought(shown(desk, "/desk/files", "show", file=forged(app)))
    given = validate_answers(app_context_of(app).questionnaire, case("W55"))
    later = build_record(given, base_url="https://x.example/fhir", authored=app_context_of(app).clock())
    assert is_told_as_brought(shown(desk, "/desk/files", "", old=forged(app), new=later))
    assert is_told_as_brought(upload(Device(app), "/compare", old=forged(app), new=later).text)


def test_a_plan_that_is_taken_in_is_no_agreement_of_the_clinic(make_app: MakeApp) -> None:
    app = taken_in(make_app)
    assert [act for _, act in acts(app, CODE)][:2] == ["took in", "took in a plan"]
    desk, stored = signed_in(app), kept(app, CODE)
    assert (stored.plan, stored.brought_plan is not None) == (None, True)
    page = desk.open(f"/desk/{CODE}/plan")
    assert is_told_as_brought(page.text)
    assert "Print the plan" not in page.text
    for sheet in ("plan", "plan-large", "plan-copy", "handout", "handout-large"):
        assert desk.client.get(f"/desk/{CODE}/print/{sheet}").status_code == 404
    assert desk.client.get(f"/desk/{CODE}/print/report").status_code == 200
    assert FORGED not in printed(app)
    bundle = json.loads(fetch(app, CODE, "/answers.fhir.json", token_for(app, "answers"))[1])
    assert "CarePlan" not in [one["resource"]["resourceType"] for one in bundle["entry"]]
    log = signed_in(app, "manager", "ada").open("/log").text
    assert "took in a plan that a file carries" in log
    assert "wrote a plan with a patient" not in log


def test_what_became_of_it_is_told_as_what_a_file_says(make_app: MakeApp) -> None:
    app = taken_in(make_app)
    later = send(app, case("W55"))
    assert store_of(app).visits.link(later, CODE, BY, app_context_of(app).clock())
    desk = opened(app, later)
    assert is_told_as_brought(desk.page.text)
    assert desk.client.get(f"/desk/{later}/print/report").status_code == 200
    assert is_told_as_brought(printed(app))


def test_a_practitioner_makes_it_a_plan_of_their_own_with_a_reason_of_their_own(make_app: MakeApp) -> None:
    app = taken_in(make_app)
    desk = signed_in(app)
    desk.open(f"/desk/{CODE}/plan")
    assert desk.page.value("words-1") == [FORGED]
    assert "Write why you agree on it all the same" in desk.press("Save the plan").text
    assert desk.page.value("reason-1") == [""]
    page = desk.press("Save the plan", {"words-1": "Walk", "reason-1": "Asked by me"})
    assert "The plan is saved." in page.text
    plan = kept(app, CODE).plan
    assert plan is not None
    assert (plan.by, plan.is_from_file, plan.agreed[0].words) == ("Jo Reed", False, "Walk")
    assert acts(app, CODE)[-1][1] == "agreed a plan"
    assert desk.client.get(f"/desk/{CODE}/print/plan").status_code == 200
    assert "Walk" in printed(app)


def test_a_plan_that_is_taken_back_is_gone(make_app: MakeApp) -> None:
    app = taken_in(make_app)
    desk = signed_in(app)
    desk.open(f"/desk/{CODE}/plan")
    page = desk.press(
        "Save the plan", {"words-1": "", "measured-1": "", "about-1": "", "see": [], "weeks": ""}
    )
    assert "The plan is taken back." in page.text
    assert kept(app, CODE).newest_plan is None


def test_a_visit_of_a_file_that_was_stored_without_its_origin_is_still_of_a_file(make_app: MakeApp) -> None:
    app = elm(make_app, Clock())
    patient = Device(app)
    upload(patient, "/again", file=forged(app))
    answer_all(patient)
    patient.press("Continue")
    patient.press("Continue", {"way": "send"})
    sent = sent_by(patient)
    assert sent is not None
    assert isinstance(sent.follow_up, FollowUpOf)
    assert sent.follow_up.planned is not None
    assert sent.follow_up.planned.plan.is_from_file
