"""Settings of the clinic and its policy: for managers."""

from __future__ import annotations

from io import BytesIO

import pytest

from tests.unit.settings.test_clinic_file import PNG
from tests.web.admin.managers import PROOF, manager
from tests.web.fakes import MakeApp, with_practitioner
from tests.web.staff import app_context_of, signed_in, store_of
from webapp.clinic import Clinic, Policy
from webapp.storage import NewSubmission


def test_the_clinic_is_changed_and_its_logo_taken_away_again(make_app: MakeApp) -> None:
    device = manager(app := make_app(live=True))
    device.open("/settings/clinic")
    typed = {"clinic_name": "Elm", "timezone": "Europe/London", "logo": [(BytesIO(PNG), "l.png")]}
    device.press("Save", typed)  # type: ignore[arg-type]
    assert app_context_of(app).clinic.logo
    device.open("/settings/clinic")
    device.press("Save", {"without_logo": "y"})
    assert app_context_of(app).clinic == Clinic(name="Elm", timezone="Europe/London")


def test_a_clinic_that_a_file_describes_is_only_shown(make_app: MakeApp) -> None:
    device = manager(make_app(clinic=Clinic(name="Elm", region="UK")))
    page = device.open("/settings")
    assert "clinic.toml" in page.text
    assert "United Kingdom" in page.text
    assert device.open("/settings/clinic").url == "/settings"
    typed = {
        "csrf_token": page.value("csrf_token")[0],
        "clinic_name": "Oak",
        "colour": "#0b6157",
        "version": "0",
    }
    device.client.post("/settings/clinic", data={**typed, "region": "CA", "paper": "a4"})
    assert store_of(device.app).clinic_settings.clinic_version == 0


def test_lines_of_the_clinic_may_be_pasted_and_be_in_persian(make_app: MakeApp) -> None:
    device = manager(app := make_app(live=True))
    device.open("/settings/clinic")
    name = "کلینیک می\N{ZERO WIDTH NON-JOINER}توان"
    lines = "Tel.\N{NO-BREAK SPACE}555 0100\N{ZERO WIDTH SPACE}\n12 River Road"
    device.press("Save", {"clinic_name": name, "timezone": "Europe/London", "contact": lines})
    clinic = app_context_of(app).clinic
    assert (clinic.name, clinic.contact) == (name, ("Tel. 555 0100", "12 River Road"))


def test_the_question_about_self_harm_needs_somebody_who_acts(make_app: MakeApp) -> None:
    device = manager(make_app(live=True))
    device.open("/settings/clinic")
    page = device.press("Save", {"clinic_name": "Elm", "timezone": "Europe/London", "asks_self_harm": "y"})
    assert "Write who acts on a yes" in page.problems[0]
    page = device.press("Save", {"asks_self_harm": "y", "self_harm_contact": "Dr Hill, room 2"})
    assert "yes: Dr Hill, room 2" in page.text


def test_terms_are_changed_and_what_deletes_more_is_asked_twice(make_app: MakeApp) -> None:
    device = manager(app := make_app())
    device.open("/settings/policy")
    page = device.press("Save", {"submission_days": "30", "until_printed": "y"})
    assert page.status == 422
    assert app_context_of(app).policy == Policy()
    device.press("Save", {"agrees": "y"})
    assert app_context_of(app).policy == Policy(submission_days=30, until_printed=True)


def test_pictures_that_are_kept_no_more_are_deleted_once_that_is_confirmed(make_app: MakeApp) -> None:
    device = manager(app := make_app())
    device.open("/settings/policy")
    assert "nothing of a photo or scan is kept" in device.page.text
    device.press("Save", {"keeps_pictures": "y"})
    assert "kept with their answers" in device.page.text
    here = app_context_of(app)
    assert here.policy == Policy(keeps_pictures=True)
    here.store.questionnaires.save("d" * 64, "1", "text", here.clock())
    new = NewSubmission("paper", "d" * 64, {}, pictures={1: b"JFIF"})
    here.store.submissions.add_imported(new, here.clock(), "7Q4K-XW", "command", here.clock())
    device.open("/settings/policy")
    page = device.press("Save", {"keeps_pictures": []})
    assert (page.status, here.policy.keeps_pictures) == (422, True)
    assert "As soon as you save, the pictures of paper forms are deleted for good." in page.text
    device.press("Save", {"agrees": "y"})
    assert here.policy == Policy()
    done = here.store.audit.list(None, 1)[0]
    assert (done.action, done.details) == ("purged", {"pictures": 1})


def test_a_clinic_that_keeps_nothing_is_not_asked_about_pictures(make_app: MakeApp) -> None:
    app = make_app()
    with_practitioner(app, Policy(keeps_nothing=True, keeps_pictures=True))
    device = manager(app)
    assert "kept with their answers" not in device.open("/settings").text
    device.open("/settings/policy")
    assert device.press("Save", {"keeps_pictures": []}).status == 200
    assert app_context_of(app).policy == Policy(keeps_nothing=True)


def test_a_longer_term_is_asked_once(make_app: MakeApp) -> None:
    device = manager(app := make_app())
    device.open("/settings/policy")
    device.press("Save", {"submission_days": "3653", "asks_person": "y", "requires_code": "y"})
    assert app_context_of(app).policy == Policy(submission_days=3653, asks_person=True, requires_code=True)


@pytest.mark.parametrize("days", ["0", "3661", "-1", "", "a year", "1.5", "9" * 5000])
def test_a_term_that_cannot_be_is_refused(make_app: MakeApp, days: str) -> None:
    device = manager(app := make_app())
    device.open("/settings/policy")
    page = device.press("Save", {"submission_days": days})
    assert page.problems == ["Answers that patients sent, in days: Enter a whole number from 1 to 3660."]
    assert app_context_of(app).policy == Policy()


def test_two_who_change_the_policy_do_not_overwrite_each_other(make_app: MakeApp) -> None:
    one, other = manager(app := make_app()), signed_in(app, "manager", "eve")
    one.open("/settings/policy")
    other.open("/settings/policy")
    other.press("Save", {"audit_days": "800"})
    assert "at the same moment" in one.press("Save", {"audit_days": "900"}).text
    assert app_context_of(app).policy.audit_days == 800


@pytest.mark.parametrize("typed", [{"remembers_browsers": "y"}, {"idle_minutes": "45"}])
def test_what_makes_it_easier_to_come_in_asks_for_the_password(
    make_app: MakeApp, typed: dict[str, str]
) -> None:
    device = manager(app := make_app())
    device.open("/settings/policy")
    assert device.press("Save", typed).status == 422
    assert app_context_of(app).policy == Policy()
    assert "Saved." in device.press("Save", {**typed, **PROOF}).text
    assert app_context_of(app).policy != Policy()


def test_the_second_step_of_everybody_is_not_taken_away_without_the_password(make_app: MakeApp) -> None:
    device = manager(app := make_app())
    device.open("/settings/policy")
    assert "Saved." in device.press("Save", {"requires_code": "y", "idle_minutes": "5"}).text
    device.open("/settings/policy")
    assert device.press("Save", {"requires_code": []}).status == 422
    assert app_context_of(app).policy.requires_code
    device.press("Save", {"requires_code": [], **PROOF})
    assert not app_context_of(app).policy.requires_code


@pytest.mark.parametrize("minutes", ["4", "61", "", "long"])
def test_idle_minutes_that_are_of_no_use_are_refused(make_app: MakeApp, minutes: str) -> None:
    device = manager(make_app())
    device.open("/settings/policy")
    page = device.press("Save", {"idle_minutes": minutes, **PROOF})
    assert "Enter a whole number from 5 to 60." in page.problems[0]
