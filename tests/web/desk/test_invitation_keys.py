"""The key of a follow-up opens answers: it is for people who read answers, and the log has who saw it."""

from __future__ import annotations

import re
from urllib.parse import unquote

from flask import Flask
from icalendar import Calendar

from tests.mail_server import Inbox
from tests.web.desk.inviting_clinic import TO_COME
from tests.web.desk.test_invitation_mail import KIM, ClinicWith, clinic_with, inbox, send, send_waiting
from tests.web.fakes import Clock, MakeApp, Printer
from tests.web.follow_ups import BY, PLAN, ask_again, elm
from tests.web.invitations import invite
from tests.web.staff import app_context_of, signed_in, store_of
from tests.web.submissions import case
from tests.web.submissions import send as send_answers
from webapp.report.charts.qr import qr_code
from webapp.storage import AuditQuery, PatientInvitation

__all__ = ["clinic_with", "inbox"]  # fixtures


def follow_up(app: Flask) -> PatientInvitation:
    about = send_answers(app, case("W55"), name="Ada Moss", number="CN-7")
    assert store_of(app).plans.save(about, 1, PLAN, BY, app_context_of(app).clock())
    return ask_again(app, about)


def keys_of(invitation: PatientInvitation) -> tuple[str, ...]:
    """Return what gives the key away: link, words, and the picture of the link."""
    token, words = invitation.invitee.token, invitation.invitee.words
    code = qr_code(f"http://localhost/invited/{token}")
    assert code
    return token, words, words.split()[0] + " " + words.split()[1], code.path


def everything_shown(app: Flask, role: str, invitation: PatientInvitation) -> str:
    """Return what all pages, files and prints say that this role can get."""
    desk, printer = signed_in(app, role, role), app_context_of(app).render_pool
    assert isinstance(printer, Printer)
    values = {"invitation_id": invitation.id, "reference": invitation.about, "sheet": "plan"}
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.arguments <= values.keys():
            path = re.sub(r"<(?:\w+:)?(\w+)>", lambda name: values[name[1]], rule.rule)
            answer = desk.client.get(f"{path}?pick={invitation.id}&day={TO_COME}")
            found.append(unquote(answer.text) if answer.mimetype != "text/calendar" else note_of(answer.data))
    for path in ("remind", "extend", "send"):
        desk.open(f"/invitations/{invitation.id}")
        desk.client.post(f"/invitations/{invitation.id}/{path}", data={})
        found.append(desk.page.text)
    return "\n".join([*found, *map(str, printer.asked)])


def note_of(calendar: bytes) -> str:
    return str(Calendar.from_ical(calendar).walk("VEVENT")[0].get("description", ""))


def shown_to(app: Flask, invitation: PatientInvitation) -> list[str]:
    """Return the actors of the log who were shown the key, oldest first."""
    query = AuditQuery(actions=frozenset({"was shown an invitation"}), subject=f"invitation {invitation.id}")
    return [one.actor for one in reversed(store_of(app).audit.list(None, 20, query=query))]


def test_no_page_file_or_print_gives_the_front_desk_the_key_of_a_follow_up(make_app: MakeApp) -> None:
    app = elm(make_app, Clock())
    made = follow_up(app)
    shown = everything_shown(app, "front_desk", made)
    assert [one for one in keys_of(made) if one in shown] == []
    assert shown_to(app, made) == []
    shown = everything_shown(app, "practitioner", made)
    assert [one for one in keys_of(made) if one not in shown] == []


def test_the_front_desk_sees_its_state_extends_it_and_takes_it_back(make_app: MakeApp) -> None:
    app = elm(make_app, Clock())
    made, desk = follow_up(app), signed_in(app, "front_desk", "fay")
    assert "CN-7" in desk.open("/invitations").text
    assert [one.get("value") for one in desk.page.all("input") if one.get("name") == "pick"] == []
    page = desk.open(f"/invitations/{made.id}")
    assert "A practitioner gives them to the patient." in page.text
    assert "Print a slip" not in page.text
    assert desk.client.get(f"/invitations/slips.pdf?pick={made.id}").status_code == 303
    assert "Noted" in desk.press("I reminded the patient").text
    assert "another last day" in desk.press("Set another last day", {"until": TO_COME}).text
    assert "Taken back" in desk.press("Take the invitation back").text


def test_the_front_desk_keeps_all_of_a_first_invitation(make_app: MakeApp) -> None:
    app = elm(make_app, Clock())
    made = invite(app)
    page = signed_in(app, "front_desk", "fay").open(f"/invitations/{made.id}")
    assert made.invitee.words in page.text
    assert shown_to(app, made) == []


def test_the_log_names_each_person_who_was_shown_the_key(make_app: MakeApp) -> None:
    app = elm(make_app, Clock())
    made = follow_up(app)
    addresses = (
        f"/invitations/{made.id}",
        f"/invitations/slips.pdf?pick={made.id}",
        f"/invitations/{made.id}/visit.ics?day={TO_COME}",
        f"/desk/{made.about}/ask-again",
        f"/desk/{made.about}/print/plan",
    )
    for number, address in enumerate(addresses):
        desk = signed_in(app, "practitioner", f"jo{number}")
        assert desk.client.get(address).status_code == 200
    assert len(set(shown_to(app, made))) == len(addresses)
    manager = signed_in(app, "manager", "ada")
    assert "was shown the link of an invitation that opens answers" in manager.open("/log").text


def test_the_front_desk_mails_a_follow_up_to_the_known_address_alone(
    clinic_with: ClinicWith, inbox: Inbox
) -> None:
    app = clinic_with(inbox.url())
    made, desk = follow_up(app), signed_in(app, "front_desk", "fay")
    desk.open(f"/invitations/{made.id}")
    assert "Send by the clinic" not in desk.page.text
    token = desk.page.value("csrf_token")[0]
    typed = {"csrf_token": token, "mail": "0" * 32, "email": "fay@example.org"}
    assert desk.client.post(f"/invitations/{made.id}/send", data=typed).status_code == 422
    assert "The mail is on its way." in send(signed_in(app), made.id)
    while send_waiting(app):
        pass
    desk.open(f"/invitations/{made.id}")
    assert KIM in desk.page.text
    assert desk.client.post(f"/invitations/{made.id}/send", data=typed).status_code == 303
    while send_waiting(app):
        pass
    assert [mail["To"] for mail in inbox.mails] == [KIM, KIM]
