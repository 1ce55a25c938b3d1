"""Invitations at the desk: inviting, following, reminding, taking back."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

import pytest
from flask import Flask

from tests.web.desk.inviting_clinic import TO_COME
from tests.web.fakes import MakeApp, with_practitioner
from tests.web.invitations import begin_by, finish, invite
from tests.web.staff import app_context_of, signed_in, store_of
from webapp.clinic import Clinic, Policy
from webapp.storage import InvitationQuery


def test_the_front_desk_invites_and_sees_what_becomes_of_it(clinic: Flask) -> None:
    desk = signed_in(clinic, "front_desk", "fay")
    desk.open("/invitations")
    page = desk.press("Invite", {"number": " CN-7 ", "name": "Kim Ray", "until": TO_COME})
    (made,) = (
        store_of(clinic).patient_invitations.list(InvitationQuery(), app_context_of(clinic).clock()).rows
    )
    assert page.url == f"/invitations/{made.id}?done=invited"
    assert made.invitee.words in page.text
    assert made.person.number == "CN-7"
    link = next(one["href"] for one in page.all("a") if one["href"].startswith("mailto:"))
    letter = unquote(urlsplit(link).query)
    assert "subject=A form from Elm & Oak&body=Dear you,\r\n\r\nhttp" in letter
    assert f"/invited/{made.invitee.token}" in letter
    assert "Kim" not in letter.replace(made.invitee.token, "")
    patient = begin_by(clinic, made)
    assert "Begun" in desk.open("/invitations").text
    finish(patient)
    patient.press("Continue", {"way": "send"})
    page = desk.open(f"/invitations/{made.id}")
    assert "Code of the answers:" in page.text
    assert made.invitee.words not in page.text
    came_in = store_of(clinic).patient_invitations.get(made.id, app_context_of(clinic).clock())
    assert came_in
    page = signed_in(clinic).open(f"/desk/{came_in.reference}")
    (led,) = [one for one in page.all("a") if one["href"] == f"/invitations/{made.id}"]
    assert re.fullmatch("Came by an invitation of .*2026, from Fay.*", led["words"])


def test_a_name_is_not_kept_unless_the_clinic_asks_for_names(app: Flask) -> None:
    desk = signed_in(app)
    desk.open("/invitations")
    desk.press("Invite", {"number": "CN-99", "name": "Kim Ray", "until": TO_COME})
    found = store_of(app).patient_invitations.list(
        InvitationQuery(number="CN-99"), app_context_of(app).clock()
    )
    assert [one.invitee.name for one in found.rows] == [""]


@pytest.mark.parametrize(
    "typed", [{"number": ""}, {"until": ""}, {"until": "2026-11-22"}, {"until": "2028-01-01"}]
)
def test_a_form_that_cannot_be_an_invitation_comes_back(clinic: Flask, typed: dict[str, str]) -> None:
    desk = signed_in(clinic)
    desk.open("/invitations")
    page = desk.press("Invite", {"number": "CN-7", "until": TO_COME, **typed})
    assert page.status == 422
    now = app_context_of(clinic).clock()
    assert store_of(clinic).patient_invitations.list(InvitationQuery(), now).rows == ()


def test_the_list_is_narrowed_by_state_and_number(clinic: Flask) -> None:
    invite(clinic, "CN-1")
    other = invite(clinic, "CN-2")
    now = app_context_of(clinic).clock()
    store_of(clinic).patient_invitations.withdraw(other.id, "practitioner 1", now)
    desk = signed_in(clinic)
    page = desk.open("/invitations?state=withdrawn")
    assert ("CN-1" in page.text, "CN-2" in page.text) == (False, True)
    page = desk.press("Search", {"words": "cn 1"})
    assert ("CN-1" in page.text, "CN-2" in page.text) == (True, False)
    assert "CN-1" not in unquote(page.url)


def test_a_patient_is_reminded_once_given_more_time_and_no_longer_invited(clinic: Flask) -> None:
    made, desk = invite(clinic), signed_in(clinic)
    desk.open(f"/invitations/{made.id}")
    page = desk.press("I reminded the patient")
    assert "Noted: the patient was reminded." in page.text
    assert "I reminded the patient" not in page.text
    assert "A reminder from Elm" in unquote(
        next(one["href"] for one in page.all("a") if "mailto" in one["href"])
    )
    assert desk.press("Set another last day", {"until": "2026-11-01"}).status == 422
    assert "another last day" in desk.press("Set another last day", {"until": TO_COME}).text
    page = desk.press("Take the invitation back")
    assert "Nothing can be sent by it any more." in page.text
    assert made.invitee.words not in page.text
    assert "Open it again With another last day, the same link and words work again." in page.text
    assert "Remind, extend" not in page.text
    desk.press("Set another last day", {"until": TO_COME})
    assert made.invitee.words in desk.page.text


def test_a_second_invitation_of_one_number_is_pointed_out(clinic: Flask) -> None:
    invite(clinic)
    made = invite(clinic)
    assert "another open invitation" in signed_in(clinic).open(f"/invitations/{made.id}").text


def test_a_clinic_that_keeps_nothing_invites_nobody(make_app: MakeApp) -> None:
    desk = signed_in(with_practitioner(make_app(), Policy(keeps_nothing=True)))
    assert "nobody can be invited" in desk.open("/invitations").text


def test_a_pasted_number_and_a_persian_name_are_taken_as_they_are_meant(clinic: Flask) -> None:
    desk = signed_in(clinic)
    desk.open("/invitations")
    number, name = "\N{LEFT-TO-RIGHT MARK}0042\N{NO-BREAK SPACE}7", "على\N{ZERO WIDTH NON-JOINER}رضا"
    desk.press("Invite", {"number": number, "name": name, "until": TO_COME})
    page = store_of(clinic).patient_invitations.list(InvitationQuery(), app_context_of(clinic).clock())
    assert [(one.invitee.number, one.invitee.name) for one in page.rows] == [("0042 7", name)]


def test_each_choice_of_a_language_has_words(make_app: MakeApp) -> None:
    clinic = with_practitioner(make_app(clinic=Clinic(region="CA", languages=("de",))))
    page = signed_in(clinic).open("/invitations")
    assert [one["words"] for one in page.all("option")] == ["As the patient chooses", "English", "Deutsch"]
