"""The log: looked through by day, person, patient and kind; taken along as a table; and its traces."""

from __future__ import annotations

import csv
import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.web.admin.managers import NEW, manager
from tests.web.device import Device
from tests.web.fakes import MakeApp
from tests.web.staff import (
    account,
    account_with_password,
    app_context_of,
    put_on,
    signed_in,
    store_of,
    submit_password,
)
from tests.web.submissions import send
from webapp.clinic import Clinic
from webapp.exchange.csv_export import BOM
from webapp.storage import Person
from webapp.storage.lifecycle.audit import ACTIONS
from webapp.web.admin.audit_log_text import DETAIL_VALUES, DONE, KINDS
from webapp.web.auth.guards import LOGGED_BLUEPRINTS
from webapp.web.desk.downloads import SHEET_NAMES
from webapp.web.kit.exports import EXPORTS
from webapp.web.kit.throttled_audit import ThrottledAudit

DAY = timedelta(days=1)


def record(app: Flask, action: str, subject: str, by: str = "server") -> None:
    store_of(app).audit.record(by, action, subject, app_context_of(app).clock())


def rows_of(device: Device) -> list[list[str]]:
    """The lines of the table that is downloaded from the page."""
    (form,) = [one for one in device.page.forms if any(words.startswith("Download") for words in one.buttons)]
    answer = device.client.post(form.action, data={"csrf_token": form.sends["csrf_token"][0]})
    assert answer.mimetype == "text/csv"
    assert answer.text.startswith(BOM)  # or spreadsheet programs misread names
    return list(csv.reader(answer.text.removeprefix(BOM).splitlines()))


def test_every_action_has_words_and_is_of_one_kind() -> None:
    assert set(DONE) == set(ACTIONS)
    of_kinds = [action for _, actions in KINDS.values() for action in actions]
    assert sorted(of_kinds) == sorted(ACTIONS)


def test_every_sheet_and_file_has_a_name_that_is_translated() -> None:
    names_of_formats = {"csv", "json", "fhir"}
    assert {*SHEET_NAMES.values(), *EXPORTS} - names_of_formats <= set(DETAIL_VALUES)


def test_a_day_is_a_day_of_the_clinic(make_app: MakeApp) -> None:
    app = make_app()
    for round_number in range(3):
        record(app, "purged", f"round {round_number}")
        put_on(app, days=1)
    device = signed_in(app, "manager", "ada")
    page = device.open("/log?day=2026-11-24")
    assert "round 1" in page.text
    assert "round 0" not in page.text
    assert "round 2" not in page.text
    page = device.press("Look", {"day": "2026-11-23", "until": "2026-11-24"})
    assert "round 0" in page.text
    assert "round 1" in page.text
    assert "round 2" not in page.text
    for last in ("2026-02-31", "0001-01-01", "9999-12-31"):
        assert device.open(f"/log?day={last}&until={last}").status == 200


def test_what_an_entry_is_about_is_in_the_language_of_the_clinic(make_app: MakeApp) -> None:
    app = make_app(clinic=Clinic(language="de"))
    for action, subject in (
        ("made an invitation", "invitation 822cf93f"),
        ("locked a kiosk", "kiosk 3"),
        ("retired keys", "keys"),
        ("backed up", "database"),
    ):
        record(app, action, subject)
    page = manager(app).open("/log")
    for words in ("Einladung 822cf93f", "Terminal 3", "Schlüssel", "Datenbank"):
        assert words in page.text
    assert "invitation" not in page.text


def test_a_detail_of_an_entry_has_the_colon_of_the_language(make_app: MakeApp) -> None:
    app = make_app(clinic=Clinic(language="fr"))
    store_of(app).audit.record("server", "purged", "database", app_context_of(app).clock(), drafts=2)
    assert "formulaires commencés : 2" in manager(app).open("/log").text


def test_no_entry_shows_how_it_is_stored(make_app: MakeApp) -> None:
    app = make_app()
    device, now, first, second = manager(app), app_context_of(app).clock(), send(app), send(app)
    store = store_of(app)
    assert store.submissions.set_person(first, 1, Person("Kim Ray", "CN-7"), "practitioner 1", now)
    assert store.visits.link(first, second, "practitioner 1", now)
    store.api_tokens.create("Jane", ["report", "answers"], "practitioner 1", now)
    store.audit.record("command", "backed up", "database", now, with_key=False)
    table = device.open("/log").text.split("When Who What About")[1]
    assert "changed the name or number of answers (changed: name and number)" in table
    assert f"joined the answers of one patient (other: {second})" in table
    assert "made a token for another program (may fetch: answers and report)" in table
    assert "(with the key: no)" in table
    assert not re.search(r"[\[\]{}'_]|None|True|False|submission ", table)


def test_what_somebody_did_and_what_was_done_to_them(make_app: MakeApp) -> None:
    device = manager(app := make_app())
    jo = account(app)
    record(app, "purged", "database", "command")
    record(app, "disabled", jo.actor, "practitioner 1")
    record(app, "signed in", jo.actor, jo.actor)
    page = device.open(f"/log?who={jo.actor.replace(' ', '+')}")
    assert page.text.count("Jo Reed") >= 3
    assert "deleted what was past its term" not in page.text.split("When Who What About")[1]


def test_what_was_done_with_the_answers_of_one_patient(make_app: MakeApp) -> None:
    app = make_app()
    first, second = send(app), send(app)
    device = manager(app)
    device.open("/log")
    page = device.press("Look", {"about": f" {first.lower().replace('-', '')} "})
    assert first in page.text
    assert second not in page.text
    assert f"{first} " in device.press("Look", {"kind": "answers"}).text
    assert "There is nothing here." in device.press("Look", {"kind": "kiosks"}).text


def test_older_pages_keep_what_is_looked_for(make_app: MakeApp) -> None:
    device = manager(app := make_app())
    for number in range(120):
        record(app, "purged", f"round {number} ")
        record(app, "backed up", "database")
    page = device.open("/log?kind=kiosks")
    assert "Older" not in page.text
    page = device.open("/log?kind=server&day=2026-11-23")
    page = device.open(page.link("Older"))
    assert page.url.startswith("/log?before=")
    assert "kind=server" in page.url
    assert page.value("day") == ["2026-11-23"]


def test_the_table_has_what_is_looked_for_and_no_formula(make_app: MakeApp) -> None:
    device = manager(app := make_app())
    store_of(app).practitioners.create(
        "eve", "=HYPERLINK(1)", "practitioner", "command", app_context_of(app).clock()
    )
    eve = account(app, "eve")
    record(app, "signed in", eve.actor, eve.actor)
    for number in range(150):
        record(app, "purged", f"round {number}")
    device.open("/log?kind=signing-in")
    heading, *rows = rows_of(device)
    assert heading == ["Number", "When", "Who", "What", "About", "More"]
    assert ["'=HYPERLINK(1)", "signed in"] in [row[2:4] for row in rows]
    assert not any("backup" in str(row) for row in rows)
    device.open("/log")
    assert len(rows_of(device)) > 150
    assert store_of(app).audit.list()[0].action == "exported the log"


def test_an_act_is_told_once_and_not_again_by_the_page_that_follows(make_app: MakeApp) -> None:
    app = make_app()
    account_with_password(app)
    code = send(app)
    device = signed_in(app)
    device.open(f"/desk/{code}")
    put_on(app, minutes=5)
    device.press("Save the note", {"note": "Drinks less."})
    told = [each.action for each in store_of(app).audit.list(None, 100, f"submission {code}")]
    assert told == ["wrote a note", "opened", "sent"]
    put_on(app, minutes=1)
    device.open(f"/desk/{code}")
    assert store_of(app).audit.list()[0].action == "opened"


def test_a_wrong_password_is_not_said_to_be_typed_by_the_server(make_app: MakeApp) -> None:
    account_with_password(app := make_app())
    submit_password(Device(app), password="no, not this one")
    text = manager(app).open("/log").text
    assert "Somebody typed a wrong password or code (device: unknown) Jo Reed" in text
    assert "The server by itself typed" not in text


def test_names_that_nobody_has_leave_one_trace_and_not_what_was_typed(make_app: MakeApp) -> None:
    app = make_app()
    for number in range(12):
        submit_password(Device(app), f"hunter{number}")
    put_on(app, minutes=10)
    submit_password(Device(app), "hunter99")
    told = [each for each in store_of(app).audit.list() if each.action == "tried unknown names"]
    assert [dict(each.details) for each in told] == [{"times": 12}, {}]
    assert "hunter" not in str(store_of(app).audit.list())
    text = manager(app).open("/log").text
    assert "Somebody tried sign-in names that nobody has (times: 12)" in text


def test_who_has_to_wait_leaves_a_trace(make_app: MakeApp) -> None:
    account_with_password(app := make_app())
    for _ in range(14):
        submit_password(Device(app), password="no, not this one")
    (waited,) = [each for each in store_of(app).audit.list() if each.action == "was made to wait"]
    assert waited.subject == account(app).actor


@pytest.mark.parametrize("address", ["/people", "/log", "/settings"])
def test_who_is_refused_a_page_leaves_a_trace(make_app: MakeApp, address: str) -> None:
    device = signed_in(app := make_app())
    for _ in range(3):
        assert device.open(address).status == 403
    (refused,) = [each for each in store_of(app).audit.list() if each.action == "was refused"]
    assert refused.actor == account(app).actor
    assert refused.details == {"page": f"{address[1:]}.show"}
    assert set(LOGGED_BLUEPRINTS) <= set(app.blueprints)


def test_no_more_traces_are_remembered_than_there_is_room_for(make_app: MakeApp) -> None:
    app = make_app()
    traces, now = ThrottledAudit(store_of(app), most=2), app_context_of(app).clock()
    for subject in ("one", "two", "one", "three", "one"):
        traces.record("server", "was made to wait", subject, now)
    told = [(each.subject, each.details) for each in reversed(store_of(app).audit.list())]
    assert told == [("one", {}), ("two", {}), ("three", {}), ("one", {})]


def test_a_trace_from_a_clock_that_was_ahead_hides_none_of_now(make_app: MakeApp) -> None:
    app = make_app()
    traces, now = ThrottledAudit(store_of(app)), app_context_of(app).clock()
    for at in (now + DAY, now):
        traces.record("server", "was made to wait", "one", at)
    assert len(store_of(app).audit.list()) == 2


def test_the_log_says_in_plain_words_who_did_what(make_app: MakeApp) -> None:
    device = manager(make_app())
    device.open("/people/add")
    device.press("Add", NEW)
    page = device.open("/log")
    assert "Ada Moss added an account (role: practitioner)" in page.text
    assert "The command line on the server added an account" in page.text


def test_the_log_is_paged_and_can_be_of_one_thing(make_app: MakeApp) -> None:
    device = manager(app := make_app())
    here = app_context_of(app)
    for number in range(120):
        here.store.audit.record("server", "purged", f"round {number}", here.clock())
    assert "round 119" in device.open("/log").text
    assert "round 3 " not in device.page.text
    page = device.open(device.page.link("Older"))
    assert "round 3" in page.text
    assert "round 119" not in page.text
    assert "round 7 " in device.open("/log?about=round+7").text
    assert "round 8" not in device.page.text
    assert device.open("/log?before=%C2%B2&about=%00").status == 200


def test_the_log_can_be_checked(make_app: MakeApp) -> None:
    assert "None was changed" in manager(make_app()).open("/log/check").text


def test_a_log_whose_note_cannot_be_read_is_said_to_be_neither_whole_nor_broken(
    make_app: MakeApp, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    device = manager(make_app())
    (tmp_path / "audit.end").mkdir()
    page = device.open("/log/check")
    assert (page.status, page.h1) == (503, ["We cannot answer just now"])
    assert f"{tmp_path}/audit.end cannot be read: Is a directory" in caplog.text
