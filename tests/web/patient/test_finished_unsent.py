"""Answers that were finished without being sent: their report, and how long the device keeps them."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.web.device import PASSED, Device
from tests.web.fakes import Clock, MakeApp, Printer, with_practitioner
from tests.web.patient.leaving import device_that_left
from tests.web.patient.server_side import asked_by, at_the_desk, draft_of, sent_by
from tests.web.staff import app_context_of
from webapp.clinic import Policy
from webapp.storage import read_key
from webapp.storage.crypto.keys import SEAL_PURPOSE
from webapp.storage.crypto.sealing import AesSeal, SealBroken
from webapp.web.patient.completed import REPORT_FILES


def test_only_downloading_sends_nothing(make_app: MakeApp) -> None:
    device = asked_by(make_app)
    page = device.press("Continue", {"way": "download", "name": "Ana Lima"})
    assert page.url == "/result"
    assert "Nothing was sent to the clinic." in page.text
    assert "Your code for the desk" not in page.text
    assert sent_by(device) is None
    assert at_the_desk(device.app) == []
    assert "Ana" not in str(draft_of(device).content)


def test_only_downloading_leaves_nothing_that_the_clinic_could_open(
    make_app: MakeApp, tmp_path: Path
) -> None:
    """One draft is in the database, under a key that the server does not have."""
    device = asked_by(make_app)
    device.press("Continue", {"way": "download"})
    with closing(sqlite3.connect(tmp_path / "gutfactors.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM submissions").fetchone() == (0,)
        ((draft_id, version, sealed),) = database.execute("SELECT id, version, sealed FROM drafts").fetchall()
    seal = AesSeal(read_key(tmp_path / "secret.key").derive(SEAL_PURPOSE), os.urandom)
    with pytest.raises(SealBroken):
        seal.open(sealed, f"draft {draft_id} {version}")
    assert draft_of(device)


NAMES = {
    "report.pdf": "gut-factors-2026-11-23.pdf",
    "report-large-print.pdf": "gut-factors-2026-11-23-large-print.pdf",
    "report-paper-only.pdf": "gut-factors-2026-11-23-paper-only.pdf",
    "report-large-print-paper-only.pdf": "gut-factors-2026-11-23-large-print-paper-only.pdf",
}


def test_a_report_that_was_only_downloaded_has_no_code(make_app: MakeApp) -> None:
    printer = Printer()
    device = Device(with_practitioner(make_app(render_pool=printer)))
    device.pass_safety()
    device.hand_over("download")
    for name in REPORT_FILES:
        response = device.client.get(f"/result/{name}")
        assert response.headers["Content-Disposition"] == f'attachment; filename="{NAMES[name]}"'
        assert response.headers["Cache-Control"] == "no-store"
    asked = [(view.reference, view.edition, view.record is not None) for view in printer.asked]
    assert asked == [("", edition, has_record) for edition, has_record in REPORT_FILES.values()]


def test_the_report_carries_the_answers_unless_the_patient_wants_it_without(make_app: MakeApp) -> None:
    printer = Printer()
    device = Device(with_practitioner(make_app(render_pool=printer)))
    device.pass_safety()
    sent = sent_by(device) if device.hand_over() else None
    for words in ("Download the report (PDF)", "standard (PDF)", "large print (PDF)"):
        device.client.get(device.page.link(words))
    carried, *left_out = [view.record for view in printer.asked]
    assert left_out == [None, None]
    record = json.loads(carried.content)
    assert sent
    assert record["identifier"]["value"] == sent.reference
    assert record["authored"] == sent.submitted_at.isoformat()


def test_what_was_downloaded_can_be_sent_after_all(device: Device) -> None:
    device.pass_safety()
    device.hand_over("download")
    device.open(device.page.link("Send it to my clinic"))
    assert "Your code for the desk" in device.press("Continue", {"way": "send"}).text
    assert sent_by(device)


def test_what_was_downloaded_can_be_changed_and_is_then_unfinished(device: Device) -> None:
    device.pass_safety()
    device.hand_over("download")
    device.open(device.page.link("Change my answers"))
    device.open("/section/fibre?from=check")
    assert device.press("Continue", {"veg_per_day": "3"}).url.startswith("/check")
    assert device.open("/result").url != "/result"
    assert device.open("/result/report.pdf").url != "/result/report.pdf"


def test_saving_the_same_again_leaves_it_finished(device: Device) -> None:
    device.pass_safety()
    device.hand_over("download")
    device.open("/section/safety?from=check")
    device.press("Continue")
    assert device.open("/result").url == "/result"


def test_downloading_twice_is_one_finish(make_app: MakeApp) -> None:
    clock = Clock()
    device = Device(with_practitioner(make_app(clock=clock)))
    device.pass_safety()
    form = device.press("Continue").forms[0]
    device.send(form, {"way": "download"})
    before = draft_of(device).content["finished"]
    clock.put_on(days=1)
    assert device.send(form, {"way": "download"}).url == "/result"
    assert draft_of(device).content["finished"] == before


def test_a_finished_draft_is_not_finished_under_another_questionnaire(make_app: MakeApp) -> None:
    device = Device(with_practitioner(make_app()))
    device.pass_safety()
    device.hand_over("download")
    text = app_context_of(device.app).settings.questions.read_text(encoding="utf-8")
    newer = text.replace('version = "', 'version = "newer than ', 1)
    later = Device(make_app(questions=newer))
    later.client.set_cookie("draft", device.cookie())
    assert later.open("/result").url.startswith("/section/")
    assert later.open("/").link("Go on where you stopped") == "/continue"


def test_a_draft_of_an_earlier_release_goes_on(device: Device) -> None:
    device.pass_safety()
    here, draft = app_context_of(device.app), draft_of(device)
    content = {key: value for key, value in draft.content.items() if key != "finished"}
    assert here.store.drafts.save(device.cookie(), draft.version, content, here.clock())
    assert device.open("/check").status == 200


def test_the_first_page_leads_back_to_a_result_that_was_not_sent(device: Device) -> None:
    device.pass_safety()
    device.hand_over("download")
    assert device.open("/").link("See my result") == "/result"
    assert device.open("/continue").url == "/result"
    device.open("/")
    device.open(device.page.link("Delete my answers and start again"))
    device.press("Yes, delete and start again")
    assert device.open("/result").url == "/section/about_you"


def test_the_words_to_come_back_with_lead_to_the_result(device: Device, app: Flask) -> None:
    device.begin()
    device.press("Save and leave", {"signs_now": "none", "red_flags": "none"})
    words = next(one for one in device.page.all("p") if one.get("class") == "sentence")["words"]
    device.open("/check")
    device.hand_over("download")
    other = Device(app)
    other.open("/come-back")
    assert other.press("Find my answers", {"words": words}).url == "/result"


def test_finishing_deletes_what_was_not_sent(device: Device) -> None:
    device.pass_safety()
    device.hand_over("download")
    token = device.cookie()
    device.press("Finish and clear this device")
    page = device.press("Yes, delete")
    assert page.url == "/ended/deleted"
    assert device.cookie() == ""
    assert app_context_of(device.app).store.drafts.open(token, app_context_of(device.app).clock()) is None


def test_finishing_leaves_with_the_clinic_what_was_sent(device: Device) -> None:
    device.pass_safety()
    device.hand_over()
    sent = sent_by(device)
    assert device.press("Finish and clear this device").url == "/ended/finished"
    assert sent
    assert sent.reference in at_the_desk(device.app)


def test_who_asks_for_it_keeps_the_answers_on_the_device_as_long_as_drafts_are_kept(
    make_app: MakeApp,
) -> None:
    device = Device(with_practitioner(make_app(), Policy(draft_days=3)))
    device.open("/")
    device.press("Start", {"keep": "yes"})
    device.press("Continue", PASSED)
    device.press("Save and leave", {"signs_now": "none", "red_flags": "none"})
    given = [one for response in device.seen for one in cookies_of(response, "draft")]
    assert len(given) == 3
    assert all(f"Max-Age={3 * 86_400};" in one for one in given)
    assert "keeps your answers until Thursday, November 26, 2026, as you asked" in device.page.text


def test_who_leaves_may_still_ask_for_it(app: Flask) -> None:
    device = device_that_left(app)
    assert "forgets your answers when you close its browser" in device.page.text
    device.press("Keep my answers on this device")
    assert "as you asked" in device.page.text
    given = [one for response in device.seen for one in cookies_of(response, "draft")]
    assert "Max-Age=604800;" in given[-1]
    assert "Max-Age" not in given[-2]
    device.client.post("/leave/keep", data={"which": "another"})
    assert len([one for response in device.seen for one in cookies_of(response, "draft")]) == len(given)


def cookies_of(response: TestResponse, name: str) -> list[str]:
    """What a response lets the browser hold under this name."""
    return [one for one in response.headers.getlist("Set-Cookie") if one.startswith(f"{name}=")]


def test_otherwise_the_device_forgets_them_when_its_browser_is_closed(device: Device) -> None:
    device.pass_safety()
    device.hand_over("download")
    given = [one for response in device.seen for one in cookies_of(response, "draft")]
    assert len(given) == 4
    assert not any("Max-Age" in one or "Expires" in one for one in given)
