"""What a patient does with an invitation: one link, one number, and nothing lost that was typed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from tests.pseudo_language import pseudo_translations
from tests.web.device import Device
from tests.web.fakes import Clock, MakeApp, with_practitioner
from tests.web.invitations import BY, begin_by, finish, invite
from tests.web.patient.leaving import device_that_left, passphrase_on
from tests.web.patient.server_side import at_the_desk, draft_of, sent_by
from tests.web.staff import app_context_of, store_of
from webapp.clinic import Clinic, Policy
from webapp.storage import PatientInvitation, Person


def state(app: Flask, invitation: PatientInvitation) -> str:
    found = store_of(app).patient_invitations.get(invitation.id, app_context_of(app).clock())
    return found.state if found else ""


def test_answers_by_a_link_stand_under_its_number_and_no_name_is_asked(make_app: MakeApp) -> None:
    app = with_practitioner(make_app(clinic=Clinic(name="Elm", region="CA")), Policy(asks_person=True))
    invitation = invite(app)
    device = begin_by(app, invitation)
    assert state(app, invitation) == "begun"
    finish(device)
    assert not {"name", "number"} & {one.get("name") for one in device.page.all("input")}
    device.press("Continue", {"way": "send", "name": "Somebody Else", "number": "CN-1"})
    sent = sent_by(device)
    assert sent is not None
    assert sent.person == Person("Ada Moss", "CN-7")
    assert device.open(f"/invited/{invitation.invitee.token}").status == 410
    assert device.open(device.page.link("See my result")).url == "/result"


def test_a_link_alone_changes_nothing_and_goes_to_no_other_site(app: Flask) -> None:
    invitation, device = invite(app), Device(app)
    device.open(f"/invited/{invitation.invitee.token}")
    assert device.seen[-1].headers["Referrer-Policy"] == "no-referrer"
    assert (state(app, invitation), device.cookie()) == ("invited", "")
    assert "CN-7" not in device.page.text
    assert "Ada Moss" not in device.page.text


def test_six_words_lead_to_the_same_page_from_either_form(app: Flask) -> None:
    invitation, device = invite(app), Device(app)
    for address, button in (("/invited", "Open my form"), ("/come-back", "Find my answers")):
        device.open(address)
        device.press(button, {"words": invitation.invitee.words.upper()})
        assert device.page.url == f"/invited/{invitation.invitee.token}"


@pytest.mark.parametrize(
    ("typed", "says"), [("", "Type your six words."), ("a b c d e f", "do not match an invitation")]
)
def test_other_words_lead_nowhere(device: Device, typed: str, says: str) -> None:
    device.open("/invited")
    assert device.press("Open my form", {"words": typed}).status == 422
    assert says in device.page.text


def test_too_many_words_have_to_wait(app: Flask) -> None:
    device = Device(app)
    device.open("/invited")
    for _ in range(10):
        device.press("Open my form", {"words": "a b c d e f"})
    assert device.press("Open my form", {"words": "a b c d e f"}).status == 429


def test_the_form_that_was_begun_goes_on_by_the_link_on_its_device(app: Flask) -> None:
    invitation = invite(app)
    device = begin_by(app, invitation)
    token = device.cookie()
    device.press("Continue", {"consent": "yes", "age_years": "40", "sex": "male"})
    device.open(f"/invited/{invitation.invitee.token}")
    assert device.press("Go on").url == "/section/safety"
    assert device.cookie() == token


def test_the_form_that_was_begun_comes_back_on_another_device_by_its_words(app: Flask) -> None:
    invitation = invite(app)
    device, other = begin_by(app, invitation), Device(app)
    device.press("Save and leave")
    other.open("/come-back")
    other.press("Find my answers", {"words": passphrase_on(device)})
    assert draft_of(other).content["invitation"] == invitation.invitee.token


def test_a_device_with_other_answers_asks_before_it_lets_go_of_them(app: Flask) -> None:
    invitation, device = invite(app), device_that_left(app)
    before = device.cookie()
    device.open(f"/invited/{invitation.invitee.token}")
    device.press("Start")
    assert device.page.h1 == ["There are other answers on this device"]
    assert (device.cookie(), state(app, invitation)) == (before, "invited")
    device.press("Begin my form all the same")
    assert device.page.url.startswith("/section/")
    assert draft_of(device).content["invitation"] == invitation.invitee.token
    assert draft_of(device, before) is not None


def test_starting_again_is_no_longer_by_the_invitation(app: Flask) -> None:
    device = begin_by(app, invite(app))
    device.press("Continue", {"consent": "yes", "age_years": "40", "sex": "male"})
    device.open("/begin-again")
    assert "open its link" in device.page.text
    device.press("Yes, delete and start again")
    assert draft_of(device).content["invitation"] == ""


def close(app: Flask, invitation: PatientInvitation, why: str) -> None:
    """Let an invitation be used by another device, or be taken back, end or deleted."""
    store, now = store_of(app), app_context_of(app).clock()
    if why == "withdrawn":
        store.patient_invitations.withdraw(invitation.id, BY, now)
    elif why == "late":
        store.patient_invitations.extend(invitation.id, now + timedelta(microseconds=1), BY, now)
    else:
        other = begin_by(app, invitation)
        finish(other)
        other.press("Continue", {"way": "send"})
        sent = sent_by(other)
        assert sent is not None
        if why == "unknown":
            store.submissions.delete(sent.reference, BY, now)


SAYS = {
    "done": ("Your answers were sent already", "it works once"),
    "late": ("This invitation has ended", "Your invitation has ended"),
    "withdrawn": ("This invitation was taken back", "took your invitation back"),
    "unknown": ("We do not know this invitation", "deleted your invitation"),
}


@pytest.mark.parametrize("why", SAYS)
def test_a_closed_invitation_says_why_and_loses_nothing_that_was_typed(make_app: MakeApp, why: str) -> None:
    clock = Clock()
    app = with_practitioner(make_app(clock=clock))
    invitation = invite(app)
    device = begin_by(app, invitation)
    finish(device)
    close(app, invitation, why)
    clock.put_on(seconds=1)
    before = at_the_desk(app)
    page = device.press("Continue", {"way": "send"})
    heading, sentence = SAYS[why]
    assert page.status == 409
    assert sentence in page.text
    assert "Nothing was sent." in page.text
    assert page.value("way") == []
    assert at_the_desk(app) == before
    page = device.open(f"/invited/{invitation.invitee.token}")
    assert (page.status, page.h1) == (410, [heading])
    device.open("/hand-over")
    assert sentence in device.page.text
    device.press("Continue", {"way": "send"})
    sent = sent_by(device)
    assert sent is not None
    assert sent.person == Person()


def test_the_page_is_in_the_language_that_the_clinic_chose_until_the_patient_chooses(
    make_app: MakeApp,
) -> None:
    clinic = Clinic(name="Elm", region="CA", languages=("de",))
    app = with_practitioner(make_app(clinic=clinic, translations=pseudo_translations()))
    device, invitation = Device(app), invite(app, language="de")
    page = device.open(f"/invited/{invitation.invitee.token}")
    assert page.all("html")[0]["lang"] == "de"
    device.send(next(form for form in page.forms if form.action.startswith("/invited/")), {})
    assert draft_of(device).content["language"] == "de"
    assert device.page.all("html")[0]["lang"] == "de"


@pytest.mark.parametrize(("button", "language"), [("English", "en"), ("\u2045Easy read\u2046", "de-simple")])
def test_what_the_patient_chose_on_the_first_page_stays_when_the_form_begins(
    make_app: MakeApp, button: str, language: str
) -> None:
    clinic = Clinic(name="Elm", region="CA", languages=("de",))
    app = with_practitioner(make_app(clinic=clinic, translations=pseudo_translations()))
    device, invitation = Device(app), invite(app, language="de")
    device.open(f"/invited/{invitation.invitee.token}")
    page = device.press(button)
    assert page.all("html")[0]["lang"] == language
    device.send(next(form for form in page.forms if form.action.startswith("/invited/")), {})
    assert device.page.all("html")[0]["lang"] == language
    assert draft_of(device).content["language"] == language
