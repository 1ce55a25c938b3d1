"""Who may open what: every route, and every kind of visitor, in one table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.web.device import Device
from tests.web.invitations import invite
from tests.web.kiosk.tablet import tablet
from tests.web.staff import app_context_of, signed_in, store_of
from tests.web.submissions import send
from webapp.storage import PrintTask


def _patient(app: Flask) -> Device:
    """Somebody who is filling in the form."""
    device = Device(app)
    device.pass_safety()
    return device


def _sender(app: Flask) -> Device:
    """Somebody who sent answers from the own device, and then walked away."""
    device = _patient(app)
    device.hand_over()
    return device


def _sitter(app: Flask) -> Device:
    """Somebody who is filling in the form on the clinic's tablet."""
    device = tablet(app)
    device.sit()
    return device


def _manager(app: Flask) -> Device:
    return signed_in(app, "manager", "ada")


def _front_desk(app: Flask) -> Device:
    return signed_in(app, "front_desk", "fay")


VISITORS: Mapping[str, Callable[[Flask], Device]] = {
    "nobody": Device,
    "patient": _patient,
    "sender": _sender,
    "kiosk": tablet,
    "sitter": _sitter,
    "front desk": _front_desk,
    "practitioner": signed_in,
    "manager": _manager,
}

# What each visitor meets, in the order of VISITORS. "yes": it opens, or leads to another page that is open.
# "no": sign in first, or not for this role. "gone": this device holds no answers, or the link is used up.
# "sent": on to the result of what this device sent. "absent": nothing stands at this made-up address.
# "first": a kiosk shows its first screen, which leads the patient back to the own questions. A form without
# its token leads there, too: the one of the patient before has another.
EVERYBODY = ("yes", "yes", "yes", "first", "first", "yes", "yes", "yes")
CHOICE = ("yes", "yes", "yes", "first", "yes", "yes", "yes", "yes")
ALL = ("yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes")
DRAFT = ("gone", "yes", "sent", "first", "yes", "gone", "gone", "gone")
DRAFT_FORM = ("gone", "yes", "sent", "first", "first", "gone", "gone", "gone")
AWAY = ("gone", "yes", "sent", "first", "first", "gone", "gone", "gone")
RESULT = ("gone", "yes", "yes", "first", "yes", "gone", "gone", "gone")
PAPER = ("gone", "yes", "yes", "first", "first", "gone", "gone", "gone")
LINK = ("gone", "gone", "gone", "first", "first", "gone", "gone", "gone")
INVITED = ("gone", "gone", "gone", "first", "gone", "gone", "gone", "gone")
KIOSK_PAPER = ("gone", "absent", "absent", "first", "absent", "gone", "gone", "gone")
LOOK = ("absent", "absent", "absent", "absent", "absent", "absent", "absent", "absent")
BETWEEN = ("no", "no", "no", "first", "first", "no", "no", "no")
INSIDE = ("no", "no", "no", "first", "first", "no", "yes", "yes")
STAFF = ("no", "no", "no", "first", "first", "yes", "yes", "yes")
MANAGERS = ("no", "no", "no", "first", "first", "no", "no", "yes")
PROGRAMS = ("no", "no", "no", "first", "first", "no", "no", "no")
KIOSK = ("first", "first", "first", "first", "first", "first", "first", "first")

ACCESS: Mapping[str, tuple[str, ...]] = {
    # The patient's pages
    "GET start.show": EVERYBODY,
    "POST start.begin": EVERYBODY,
    "POST language.choose": EVERYBODY,
    "GET start.resume": DRAFT,
    "GET start.ended": EVERYBODY,
    "GET sections.show": DRAFT,
    "POST sections.save": DRAFT_FORM,
    "GET sections.more": DRAFT,
    "POST sections.save_more": DRAFT_FORM,
    "GET notice.show": DRAFT,
    "POST notice.acknowledge": DRAFT_FORM,
    "GET check_answers.show": DRAFT,
    "POST check_answers.go_on": DRAFT_FORM,
    "GET submit.show": DRAFT,
    "POST submit.choose": DRAFT_FORM,
    "GET save_and_return.show": AWAY,
    "POST save_and_return.clear": EVERYBODY,
    "POST save_and_return.keep_here": EVERYBODY,
    "GET save_and_return.ask_passphrase": EVERYBODY,
    "POST save_and_return.redeem": EVERYBODY,
    "GET save_and_return.offer_link": EVERYBODY,
    "POST save_and_return.follow_link": EVERYBODY,
    "GET invited.ask_words": CHOICE,
    "POST invited.redeem": EVERYBODY,
    "GET invited.show": INVITED,
    "POST invited.begin": EVERYBODY,
    "GET result.show": RESULT,
    "GET result.pdf": PAPER,
    "GET result.paper": KIOSK_PAPER,
    "GET early_end.show": DRAFT,
    "POST early_end.end": DRAFT_FORM,
    "GET delete_answers.ask_begin": EVERYBODY,
    "POST delete_answers.begin": EVERYBODY,
    "GET delete_answers.ask_finish": EVERYBODY,
    "POST delete_answers.finish": EVERYBODY,
    # The kiosk's own
    "GET kiosk.show": ALL,
    "POST kiosk.enrol": ALL,
    "POST kiosk.enter": KIOSK,
    "POST kiosk.start": KIOSK,
    "GET kiosk.ask_over": (*KIOSK[:4], "yes", *KIOSK[5:]),
    "POST kiosk.over": KIOSK,
    "POST kiosk.letters": KIOSK,
    "POST kiosk.extend_session": KIOSK,
    "GET kiosk.session_status": ALL,
    "GET pickup.ask": LINK,
    "POST pickup.take": EVERYBODY,
    "GET pickup.file": LINK,
    "GET compare_reports.ask": EVERYBODY,
    "GET follow_up_file.ask": EVERYBODY,
    "POST follow_up_file.begin": EVERYBODY,
    "POST compare_reports.show": EVERYBODY,
    # Other programs, with a token
    "GET api.about": PROGRAMS,
    "GET api.report": PROGRAMS,
    "GET api.answers": PROGRAMS,
    "GET api.fhir": PROGRAMS,
    # The same for everybody
    "GET assets.style": LOOK,
    "GET assets.staff": LOOK,
    "GET assets.script": LOOK,
    "GET assets.passkeys": LOOK,
    "GET assets.kiosk": LOOK,
    "GET assets.kiosk_script": LOOK,
    "GET assets.passphrase": LOOK,
    "GET assets.read_aloud": LOOK,
    "GET assets.icon": LOOK,
    "GET assets.logo": LOOK,
    "GET health.show": ALL,
    # The door
    "GET first_run.ask": LINK,
    "POST first_run.set_up": LINK,
    "GET choose_password.ask": LINK,
    "POST choose_password.accept": LINK,
    "GET sign_in.ask": EVERYBODY,
    "POST sign_in.check": EVERYBODY,
    "GET sign_in.ask_code": BETWEEN,
    "POST sign_in.check_code": BETWEEN,
    "GET sign_in.set_up_second_factor": BETWEEN,
    "POST sign_in.enable_required_second_factor": BETWEEN,
    "POST passkey_sign_in.challenge": EVERYBODY,
    "POST passkey_sign_in.check": EVERYBODY,
    "POST sign_in.leave": EVERYBODY,
    # The front desk
    "GET front_desk.show": STAFF,
    "POST front_desk.search": STAFF,
    "GET front_desk.report": ("no", "no", "no", "first", "first", "absent", "absent", "absent"),
    # Invitations
    "GET invitations.show": STAFF,
    "POST invitations.invite": STAFF,
    "POST invitations.search": STAFF,
    "GET invitations.one": STAFF,
    "GET invitations.mails": STAFF,
    "POST invitations.remind": STAFF,
    "POST invitations.send": STAFF,
    "POST invitations.send_reminder": STAFF,
    "POST invitations.extend": STAFF,
    "POST invitations.withdraw": STAFF,
    "GET invitation_files.slips": STAFF,
    "GET invitation_files.poster": STAFF,
    "GET invitation_files.visit": STAFF,
    # The desk
    "GET submission_list.show": INSIDE,
    "GET submission_list.again": INSIDE,
    "GET submission_list.news": INSIDE,
    "GET submission_list.rows": INSIDE,
    "POST submission_list.search": INSIDE,
    "POST submission_list.act": INSIDE,
    "GET bulk_actions.ask": INSIDE,
    "POST bulk_actions.count": INSIDE,
    "GET submission.show": INSIDE,
    "POST note.save": INSIDE,
    "GET plan.show": INSIDE,
    "GET ask_again.show": INSIDE,
    "POST ask_again.ask": INSIDE,
    "POST plan.save": INSIDE,
    "POST submission.change_state": INSIDE,
    "POST patient_details.name": INSIDE,
    "POST patient_details.release": INSIDE,
    "GET submission.ask_delete": INSIDE,
    "POST submission.delete": INSIDE,
    "GET visits.show": INSIDE,
    "POST visits.link": INSIDE,
    "POST visits.unlink": INSIDE,
    "GET visits.comparison": INSIDE,
    "GET pdfs.one": INSIDE,
    "GET pdfs.several": INSIDE,
    "GET pdfs.comparison": INSIDE,
    "GET paper.show": STAFF,
    "GET paper.blank": STAFF,
    "POST paper.read": INSIDE,
    "GET paper.type_in": INSIDE,
    "POST paper.take": INSIDE,
    "GET paper_pages.show": ("no", "no", "no", "first", "first", "no", "absent", "absent"),
    "GET paper_pages.picture": ("no", "no", "no", "first", "first", "no", "absent", "absent"),
    "GET files.show": INSIDE,
    "POST files.act": INSIDE,
    "POST files.changes": INSIDE,
    "POST file_plan.act": INSIDE,
    "GET print_jobs.recent": INSIDE,
    "GET print_jobs.show": INSIDE,
    "GET print_jobs.again": INSIDE,
    "GET print_jobs.rows": INSIDE,
    "GET print_jobs.file": INSIDE,
    "POST print_jobs.end": INSIDE,
    "GET keepalive.session_status": STAFF,
    "POST keepalive.extend_session": STAFF,
    "GET kiosks.show": STAFF,
    "GET kiosks.one": STAFF,
    "GET kiosks.help": STAFF,
    "POST kiosks.change": INSIDE,
    "POST kiosks.lock": STAFF,
    "POST kiosks.unlock": STAFF,
    "POST kiosks.revoke": INSIDE,
    "POST kiosks.clear_flag": STAFF,
    # One's own account
    "GET account.show": STAFF,
    "GET account.welcome": STAFF,
    "GET account.ask_password": STAFF,
    "POST account.change_password": STAFF,
    "GET account.ask_code": STAFF,
    "POST account.turn_on": STAFF,
    "POST account.turn_off": STAFF,
    "POST account.sign_out_everywhere": STAFF,
    "POST account.switch_shortcuts": STAFF,
    "GET new_phone.ask_phone": STAFF,
    "POST new_phone.change_phone": STAFF,
    "GET new_phone.ask_recovery": STAFF,
    "POST new_phone.renew_recovery": STAFF,
    "GET new_phone.recovery_code_used": STAFF,
    "GET passkeys.show": STAFF,
    "GET passkeys.ask": STAFF,
    "POST passkeys.add": STAFF,
    "POST passkeys.create": STAFF,
    "POST passkeys.remove": STAFF,
    "POST passkeys.challenge": STAFF,
    "GET devices.show": STAFF,
    "POST devices.end_one": STAFF,
    "POST devices.end_others": STAFF,
    "POST devices.forget": STAFF,
    # The manager's pages
    "GET manage.show": MANAGERS,
    "GET statistics.show": MANAGERS,
    "GET statistics.quarter": ("no", "no", "no", "first", "first", "no", "no", "absent"),
    "GET statistics.pdf": ("no", "no", "no", "first", "first", "no", "no", "absent"),
    "GET statistics.table": ("no", "no", "no", "first", "first", "no", "no", "absent"),
    "GET kiosk_enrolment.ask": MANAGERS,
    "POST kiosk_enrolment.add": MANAGERS,
    "POST kiosk_enrolment.make_code": MANAGERS,
    "GET people.show": MANAGERS,
    "GET people.ask": MANAGERS,
    "POST people.add": MANAGERS,
    "GET people.one": MANAGERS,
    "POST people.change": MANAGERS,
    "POST people.disable": MANAGERS,
    "POST people.revoke_tokens": MANAGERS,
    "GET people.ask_enable": MANAGERS,
    "POST people.enable": MANAGERS,
    "GET people.ask_reset": MANAGERS,
    "POST people.reset": MANAGERS,
    "GET clinic_settings.show": MANAGERS,
    "GET clinic_settings.ask_clinic": MANAGERS,
    "POST clinic_settings.save_clinic": MANAGERS,
    "GET clinic_settings.ask_policy": MANAGERS,
    "POST clinic_settings.save_policy": MANAGERS,
    "GET connections.show": MANAGERS,
    "POST connections.make": MANAGERS,
    "POST connections.revoke": MANAGERS,
    "GET audit_log.show": MANAGERS,
    "GET audit_log.check": MANAGERS,
    "POST audit_log.export": MANAGERS,
    "POST clock.believe": MANAGERS,
}


PLACES = {"/result": "sent", "/kiosk": "first"}
"""What it means to be led to this page."""


def routes(app: Flask) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            yield f"{method} {rule.endpoint}"


def met(response: TestResponse) -> str:
    """What the visitor met, in the words of the table."""
    path = urlsplit(response.headers.get("Location", "")).path
    if response.status_code in (401, 403) or path == "/sign-in":
        return "no"
    if path in PLACES:
        return PLACES[path]
    return {404: "absent", 410: "gone"}.get(response.status_code, "yes")


def two_visits(app: Flask) -> list[str]:
    """The references of two submissions of one patient: every page of the desk then has something to show."""
    now, store = app_context_of(app).clock(), store_of(app)
    first, second = send(app), send(app)
    assert store.visits.link(first, second, "command", now)
    return [first, second]


def ready_print(app: Flask, reference: str) -> str:
    """The id of a print of many that is ready."""
    now, prints = app_context_of(app).clock(), store_of(app).print_jobs
    made = prints.create("report", [PrintTask({}, 1, (reference,))], "practitioner 1", now)
    assert prints.finish_part(made.parts[0].id, b"%PDF", now)
    return made.id


@pytest.mark.parametrize("visitor", VISITORS)
def test_every_visitor_meets_what_the_table_says(app: Flask, visitor: str) -> None:
    first, second = two_visits(app)
    there = tablet(app)
    values = {
        "reference": first,
        "other": second,
        "section": "about_you",
        "why": "left",
        "sheet": "report",
        "edition": "standard",
        "name": "report.pdf",
        "number": 1,
        "page": 1,
        "kiosk_id": there.number,
        "invitation_id": invite(app).id,
        "token": "made-up",
        "digest": "made-up",
        "r": first,
        "print_id": ready_print(app, first),
    }
    wrong, device = {}, VISITORS[visitor](app)
    for route, row in ACCESS.items():
        found = met(_asked(app, device, route, values))
        expected = row[list(VISITORS).index(visitor)]
        if found != expected:
            wrong[route] = f"{found}, not {expected}"
    assert wrong == {}


def _asked(app: Flask, device: Device, route: str, values: Mapping[str, object]) -> TestResponse:
    """The response to this visitor; a form comes without its token, so that nothing is changed."""
    method, endpoint = route.split()
    (rule,) = (one for one in app.url_map.iter_rules(endpoint) if method in (one.methods or ()))
    given = {name: values[name] for name in (*rule.arguments, *(["r"] if endpoint == "pdfs.several" else []))}
    built = rule.build(given)
    assert built
    return device.client.open(built[1], method=method)


def test_no_route_is_missing_from_the_table(app: Flask) -> None:
    assert set(routes(app)) == set(ACCESS)
