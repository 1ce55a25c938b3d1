"""Handing over: the patient sends the answers, or only takes the report along."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.web.device import PASSED, Device
from tests.web.fakes import Clock, MakeApp, Printer, staffed
from tests.web.patient.leaving import who_left
from webapp.clinic import Clinic, Policy
from webapp.storage import DeskQuery, Person, Submission, read_key
from webapp.storage.crypto.keys import SEAL_PURPOSE
from webapp.storage.crypto.sealing import AesSeal, SealBroken
from webapp.web.kit.app_context import EXTENSION, AppContext
from webapp.web.patient.completed import REPORT_FILES

pytestmark = pytest.mark.no_cover

ASKING = Policy(asks_person=True)
HOSTILE = "<script>alert(1)</script>\r\nSet-Cookie: a=b\x00 \u202eabc \ud800" + "9" * 5000


def asked_by(make_app: MakeApp) -> Device:
    """A device of a clinic that asks for name and number, on the page where the patient chooses."""
    device = Device(staffed(make_app(clinic=Clinic(name="Elm & Oak", region="CA")), ASKING))
    device.pass_safety()
    device.press("Continue")
    return device


def parts_of(device: Device) -> AppContext:
    found: AppContext = device.app.extensions[EXTENSION]
    return found


def draft_of(device: Device) -> Any:  # noqa: ANN401  a draft, or None
    return parts_of(device).store.drafts.open(device.cookie(), parts_of(device).clock())


def sent_by(device: Device) -> Submission | None:
    return parts_of(device).store.submissions.get_by_draft(device.cookie(), parts_of(device).clock())


def at_the_desk(app: Flask) -> list[str]:
    here: AppContext = app.extensions[EXTENSION]
    return [row.reference for row in here.store.desk.page(DeskQuery(), here.clock()).rows]


def change_elsewhere(device: Device, **typed: str) -> None:
    """Another tab saves, and its page is not yet there."""
    here, draft = parts_of(device), draft_of(device)
    merged = draft.content["typed"] | {name: [value] for name, value in typed.items()}
    content = draft.content | {"typed": merged}
    assert here.store.drafts.save(device.cookie(), draft.version, content, here.clock())


def test_nothing_is_chosen_beforehand(make_app: MakeApp) -> None:
    device = asked_by(make_app)
    assert device.page.url == "/hand-over"
    assert [one["value"] for one in device.page.all("input") if one.get("name") == "way"] == [
        "send",
        "download",
    ]
    assert not any("checked" in one for one in device.page.all("input"))
    assert device.page.value("way") == []


def test_choosing_nothing_is_an_error_that_keeps_what_was_typed(make_app: MakeApp) -> None:
    device = asked_by(make_app)
    page = device.press("Continue", {"name": "Ana Lima", "number": "C-17"})
    assert page.status == 422
    assert page.title.startswith("Error: ")
    assert page.problems == ["Your choice: Choose one of the two. Nothing is chosen for you."]
    assert (page.value("name"), page.value("number")) == (["Ana Lima"], ["C-17"])
    assert draft_of(device).content["finished"] is None
    assert at_the_desk(device.app) == []


def test_a_choice_that_there_is_not_is_no_choice(make_app: MakeApp) -> None:
    device = asked_by(make_app)
    assert device.press("Continue", {"way": "publish"}).problems
    assert draft_of(device) is not None


def test_each_choice_says_what_happens(make_app: MakeApp) -> None:
    policy = Policy(submission_days=40, draft_days=3)
    device = Device(staffed(make_app(clinic=Clinic(name="Elm", region="CA")), policy))
    device.pass_safety()
    text = device.press("Continue").text
    assert "Send my answers to Elm The practitioners of Elm can read your answers for 40 days." in text
    assert "You get a code to say at the desk. We do not ask for your name." in text
    assert "Nothing is sent to the clinic. Your answers stay locked on this server for 3 days." in text


def test_until_printed_is_said_where_it_holds(make_app: MakeApp) -> None:
    device = Device(staffed(make_app(), Policy(until_printed=True)))
    said = "can read your answers until the day after they printed them, and for 365 days at most."
    assert said in device.open("/").text
    device.pass_safety()
    assert said in device.press("Continue").text
    assert said in device.press("Continue", {"way": "send"}).text
    assert "until the day after the clinic printed it" in device.page.text


def test_who_has_words_to_come_back_with_is_told_that_these_open_it_too(device: Device) -> None:
    device.begin()
    device.press("Save and leave", {"red_flags": "none"})
    device.open("/check")
    assert "your words to come back with" in device.press("Continue").text


def test_sending_shows_the_code_for_the_desk_and_ends_the_draft(device: Device) -> None:
    device.pass_safety()
    page = device.hand_over()
    sent = sent_by(device)
    assert sent
    assert page.url == "/result"
    assert f"Tell the desk: {sent.reference}" in page.text
    assert "It is printed on every page of your report" in page.text
    assert "Your answers were sent to Riverside." in page.text
    assert draft_of(device) is None
    assert sent.reference in at_the_desk(device.app)


def test_the_clinic_gets_the_answers_with_their_safety_tier(device: Device) -> None:
    device.begin()
    device.press("Continue", {"red_flags": ["blood_stool"]})
    device.press("I have read this")
    device.open("/check")
    device.hand_over()
    sent = sent_by(device)
    assert sent
    assert (sent.tier, sent.channel, sent.answers["region"]) == ("2", "home", "CA")


def test_a_name_and_a_number_come_with_the_answers(make_app: MakeApp) -> None:
    device = asked_by(make_app)
    device.press("Continue", {"way": "send", "name": "  Ana\tLima ", "number": "C-17"})
    sent = sent_by(device)
    assert sent
    assert sent.person == Person("Ana Lima", "C-17")


def test_a_name_that_was_sent_is_sealed(make_app: MakeApp, tmp_path: Path) -> None:
    device = asked_by(make_app)
    device.press("Continue", {"way": "send", "name": "Anabel Lima", "number": "C-17-4711"})
    assert sent_by(device)
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("gutfactors.sqlite3*"))
    assert not [typed for typed in (b"Anabel", b"Lima", b"4711") if typed in kept]


def test_name_and_number_may_be_left_empty(make_app: MakeApp) -> None:
    device = asked_by(make_app)
    device.press("Continue", {"way": "send"})
    sent = sent_by(device)
    assert sent
    assert sent.person == Person()


def test_a_name_is_not_asked_for_unless_the_clinic_wants_it(device: Device) -> None:
    device.pass_safety()
    page = device.press("Continue")
    assert not {"name", "number"} & {one.get("name") for one in page.all("input")}


def test_a_name_that_was_not_asked_for_is_dropped(device: Device) -> None:
    device.pass_safety()
    device.hand_over(typing={"name": "Ana Lima", "number": "C-17"})
    sent = sent_by(device)
    assert sent
    assert sent.person == Person()


def test_hostile_names_are_shortened_to_one_line_and_run_nowhere(make_app: MakeApp) -> None:
    device = asked_by(make_app)
    typed = dict.fromkeys(("name", "number"), HOSTILE.encode("utf-8", "surrogatepass"))
    form = device.page.forms[0].sends | typed
    assert "<script" not in device.client.post("/hand-over", data=form).text
    device.client.post("/hand-over", data=form | {"way": "send"})
    sent = sent_by(device)
    assert sent
    assert (len(sent.person.name), len(sent.person.number)) == (80, 40)
    assert all(sign.isprintable() for sign in sent.person.name + sent.person.number)


def test_a_name_is_kept_in_its_own_letters(make_app: MakeApp) -> None:
    device = asked_by(make_app)
    device.press("Continue", {"way": "send", "name": "على\N{ZERO WIDTH NON-JOINER}رضا O’Néill-Ŝi"})
    sent = sent_by(device)
    assert sent
    assert sent.person.name == "على\N{ZERO WIDTH NON-JOINER}رضا O’Néill-Ŝi"


def test_only_downloading_sends_nothing(make_app: MakeApp) -> None:
    device = asked_by(make_app)
    page = device.press("Continue", {"way": "download", "name": "Ana Lima"})
    assert page.url == "/result"
    assert "Nothing was sent to the clinic." in page.text
    assert "Tell the desk" not in page.text
    assert sent_by(device) is None
    assert at_the_desk(device.app) == []
    assert "Ana" not in str(draft_of(device).content)


def test_only_downloading_leaves_nothing_that_the_clinic_could_open(
    make_app: MakeApp, tmp_path: Path
) -> None:
    """One draft stands in the database, under a key that the server does not have."""
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
    device = Device(staffed(make_app(render_pool=printer)))
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
    device = Device(staffed(make_app(render_pool=printer)))
    device.pass_safety()
    sent = sent_by(device) if device.hand_over() else None
    for words in ("Download the report (PDF)", "only what is printed (PDF)", "the same in large print (PDF)"):
        device.client.get(device.page.link(words))
    carried, *left_out = [view.record for view in printer.asked]
    assert left_out == [None, None]
    record = json.loads(carried.content)
    assert sent
    assert record["identifier"]["value"] == sent.reference
    assert record["authored"] == sent.submitted_at.isoformat()


def test_without_practitioners_nothing_is_offered_but_the_report(make_app: MakeApp) -> None:
    device = Device(make_app())
    assert "The practitioners of" not in device.open("/").text
    device.pass_safety()
    assert device.open("/hand-over").url == "/check"
    assert device.press("Finish and see my result").url == "/result"
    assert "Send it" not in device.page.text
    assert sent_by(device) is None


def test_without_practitioners_nothing_can_be_sent_from_an_old_page(make_app: MakeApp) -> None:
    app = make_app()
    device = Device(app)
    device.pass_safety()
    form = device.page.forms[0]
    form.action = "/hand-over"
    assert device.send(form, {"way": "send"}).url == "/check"
    assert draft_of(device) is not None


def test_what_was_downloaded_can_be_sent_after_all(device: Device) -> None:
    device.pass_safety()
    device.hand_over("download")
    device.open(device.page.link("Send it to my clinic after all"))
    assert "Tell the desk" in device.press("Continue", {"way": "send"}).text
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
    device = Device(staffed(make_app(clock=clock)))
    device.pass_safety()
    form = device.press("Continue").forms[0]
    device.send(form, {"way": "download"})
    before = draft_of(device).content["finished"]
    clock.put_on(days=1)
    assert device.send(form, {"way": "download"}).url == "/result"
    assert draft_of(device).content["finished"] == before


def test_a_finished_draft_is_not_finished_under_another_questionnaire(make_app: MakeApp) -> None:
    device = Device(staffed(make_app()))
    device.pass_safety()
    device.hand_over("download")
    newer = parts_of(device).settings.questions.read_text(encoding="utf-8") + "\n# a newer version\n"
    later = Device(make_app(questions=newer))
    later.client.set_cookie("draft", device.cookie())
    assert later.open("/result").url.startswith("/section/")
    assert later.open("/").link("Go on where you stopped") == "/continue"


def test_a_draft_of_an_earlier_release_goes_on(device: Device) -> None:
    device.pass_safety()
    here, draft = parts_of(device), draft_of(device)
    content = {key: value for key, value in draft.content.items() if key != "finished"}
    assert here.store.drafts.save(device.cookie(), draft.version, content, here.clock())
    assert device.open("/check").status == 200


def test_the_first_page_leads_back_to_a_result_that_was_not_sent(device: Device) -> None:
    device.pass_safety()
    device.hand_over("download")
    assert device.open("/").link("See my result") == "/result"
    assert device.open("/continue").url == "/result"
    device.open("/")
    device.open(device.page.link("Delete my answers and begin again"))
    device.press("Yes, delete and begin again")
    assert device.open("/result").url == "/section/about_you"


def test_the_words_to_come_back_with_lead_to_the_result(device: Device, app: Flask) -> None:
    device.begin()
    device.press("Save and leave", {"red_flags": "none"})
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
    assert parts_of(device).store.drafts.open(token, parts_of(device).clock()) is None


def test_finishing_leaves_with_the_clinic_what_was_sent(device: Device) -> None:
    device.pass_safety()
    device.hand_over()
    sent = sent_by(device)
    assert device.press("Finish and clear this device").url == "/ended/finished"
    assert sent
    assert sent.reference in at_the_desk(device.app)


def test_the_device_has_its_report_for_as_long_as_drafts_are_kept(make_app: MakeApp) -> None:
    clock = Clock()
    device = Device(staffed(make_app(clock=clock), Policy(draft_days=2)))
    device.pass_safety()
    assert "You can get it here until November 25, 2026." in device.hand_over().text
    clock.put_on(days=2, seconds=-1)
    assert device.open("/result").status == 200
    clock.put_on(seconds=2)
    assert device.open("/result").status == 410
    assert "Please ask there for your report" in device.page.text
    assert len(at_the_desk(device.app)) == 1


def test_who_asks_for_it_keeps_the_answers_on_the_device_as_long_as_drafts_are_kept(
    make_app: MakeApp,
) -> None:
    device = Device(staffed(make_app(), Policy(draft_days=3)))
    device.open("/")
    device.press("Start", {"keep": "yes"})
    device.press("Continue", PASSED)
    device.press("Save and leave", {"red_flags": "none"})
    given = [one for response in device.seen for one in cookies_of(response, "draft")]
    assert len(given) == 3
    assert all(f"Max-Age={3 * 86_400};" in one for one in given)
    assert "keeps your answers for 3 days, as you asked" in device.page.text


def test_who_leaves_may_still_ask_for_it(app: Flask) -> None:
    device = who_left(app)
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


def test_sending_twice_gives_one_result(device: Device) -> None:
    device.pass_safety()
    form = device.press("Continue").forms[0]
    device.send(form, {"way": "send"})
    first = sent_by(device)
    assert first
    assert device.send(form, {"way": "send"}).url == "/result"
    assert f"Tell the desk: {first.reference}" in device.page.text
    assert at_the_desk(device.app).count(first.reference) == 1


@pytest.mark.parametrize("url", ["/check", "/hand-over", "/continue", "/section/fibre"])
def test_back_after_sending_comes_to_the_result(device: Device, url: str) -> None:
    device.pass_safety()
    device.hand_over()
    assert device.open(url).url == "/result"


def test_a_tab_that_saves_after_the_sending_comes_to_the_result(device: Device) -> None:
    device.pass_safety()
    other_tab = device.open("/section/fibre").forms[0]
    device.open("/check")
    device.hand_over()
    assert device.send(other_tab, {"veg_per_day": "1"}).url == "/result"


def test_a_tab_that_downloads_after_another_sent_shows_what_was_sent(device: Device) -> None:
    device.pass_safety()
    form = device.press("Continue").forms[0]
    device.send(form, {"way": "send"})
    assert "Tell the desk" in device.send(form, {"way": "download"}).text


def test_a_tab_that_sends_after_another_downloaded_sends_it(device: Device) -> None:
    device.pass_safety()
    form = device.press("Continue").forms[0]
    device.send(form, {"way": "download"})
    finish = device.page.forms[0]
    assert "Tell the desk" in device.send(form, {"way": "send"}).text
    assert device.send(finish, {}).url == "/ended/finished"


@pytest.mark.parametrize("way", ["send", "download"])
def test_what_another_tab_saved_meanwhile_is_looked_at_first(device: Device, way: str) -> None:
    device.pass_safety()
    device.press("Continue")
    change_elsewhere(device, veg_per_day="99")
    page = device.press("Continue", {"way": way})
    assert page.problems == [
        "Vegetables: Type a number from 0 to 15, in digits. Halves are fine, such as 1.5."
    ]
    assert draft_of(device).content["finished"] is None


@pytest.mark.parametrize("way", ["send", "download"])
def test_a_good_answer_that_another_tab_saved_meanwhile_is_looked_at_first_too(
    device: Device, way: str
) -> None:
    device.pass_safety()
    device.press("Continue")
    change_elsewhere(device, fruit_per_day="5")
    page = device.press("Continue", {"way": way})
    assert page.url == "/check?changed=1"
    assert "An answer was changed in another tab or window meanwhile." in page.text
    assert "Whole fruit 5" in page.text
    assert draft_of(device).content["finished"] is None
    assert device.hand_over(way).url == "/result"


def test_a_check_that_is_out_of_date_is_looked_at_again(device: Device) -> None:
    device.pass_safety()
    change_elsewhere(device, fruit_per_day="5")
    device.press("Continue")
    assert device.page.h1 == ["Check your answers"]
    assert device.press("Continue").url == "/hand-over"


def test_nothing_is_handed_over_that_was_never_looked_at(device: Device) -> None:
    device.pass_safety()
    page = device.open("/hand-over")
    assert page.url == "/check"
    assert "changed" not in page.text


class QuickerTab:
    """A store in which another tab saves right before the first try to send or to finish."""

    def __init__(self, device: Device) -> None:
        self._store = parts_of(device).store
        self._elsewhere = [lambda: change_elsewhere(device, veg_per_day="99")]

    def __getattr__(self, name: str) -> object:
        if name in ("save_draft", "submit") and self._elsewhere:
            self._elsewhere.pop()()
        return getattr(self._store, name)


@pytest.mark.parametrize("way", ["send", "download"])
def test_what_another_tab_saves_at_the_same_moment_is_looked_at_too(
    device: Device, make_app: MakeApp, way: str
) -> None:
    device.pass_safety()
    device.press("Continue")
    other = Device(make_app(store=QuickerTab(device)))
    other.client.set_cookie("draft", device.cookie())
    other.open("/hand-over")
    assert other.press("Continue", {"way": way}).problems
    assert draft_of(device).content["finished"] is None


@pytest.mark.parametrize("way", ["send", "download"])
def test_who_turns_out_to_be_under_age_is_stopped(device: Device, way: str) -> None:
    device.pass_safety()
    device.press("Continue")
    change_elsewhere(device, age_years="17")
    token = device.cookie()
    assert "This form is for adults." in device.press("Continue", {"way": way}).text
    assert parts_of(device).store.submissions.get_by_draft(token, parts_of(device).clock()) is None


def test_nobody_comes_to_the_choice_before_the_answers_are_complete(device: Device) -> None:
    device.begin()
    assert device.open("/hand-over").url == "/check?problems=1"


@pytest.mark.parametrize("way", ["send", "download"])
def test_a_page_that_was_open_too_long_sends_nothing(device: Device, way: str) -> None:
    device.pass_safety()
    device.press("Continue")
    device.client.delete_cookie("session")
    page = device.press("Continue", {"way": way})
    assert (page.status, page.value("way")) == (400, [way])
    assert draft_of(device).content["finished"] is None
    assert device.press("Continue").url == "/result"


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        (Policy(), "We do not ask for your name."),
        (Policy(asks_person=True), "Your name is not needed."),
    ],
)
def test_the_first_page_tells_what_is_asked_and_kept(make_app: MakeApp, policy: Policy, said: str) -> None:
    device = Device(staffed(make_app(clinic=Clinic(name="Elm", region="CA")), policy))
    text = device.open("/").text
    assert said in text
    assert ("We do not ask for your name." in text) is not policy.asks_person
    assert "The practitioners of Elm can read your answers for 365 days." in text
    assert "nothing is sent to the clinic. Your answers stay locked for 7 days" in text


TYPED = {"name": "Ana Lima", "number": "C-17"}


def test_a_name_is_still_there_after_a_change_elsewhere_led_back_to_the_check(make_app: MakeApp) -> None:
    device = asked_by(make_app)
    change_elsewhere(device, veg_per_day="3")
    assert device.press("Continue", {"way": "send", **TYPED}).url == "/check?changed=1"
    page = device.press("Continue")
    assert (page.value("name"), page.value("number")) == (["Ana Lima"], ["C-17"])
    assert page.value("way") == []
    device.press("Continue", {"way": "send"})
    sent = sent_by(device)
    assert sent
    assert sent.person == Person("Ana Lima", "C-17")


def test_a_name_is_still_there_after_a_look_back(make_app: MakeApp) -> None:
    device = asked_by(make_app)
    assert device.press("Back", TYPED).url == "/check"
    assert device.press("Continue").value("name") == ["Ana Lima"]
    device.press("Continue", {"way": "send", "name": "", "number": ""})
    sent = sent_by(device)
    assert sent
    assert sent.person == Person()


def test_a_name_is_not_kept_with_what_is_not_sent(make_app: MakeApp) -> None:
    device = asked_by(make_app)
    device.press("Back", TYPED)
    assert draft_of(device).content["person"] == TYPED
    device.press("Continue")
    device.press("Continue", {"way": "download"})
    assert draft_of(device).content["person"] == {}


def test_a_name_that_was_not_asked_for_is_not_kept(device: Device) -> None:
    device.pass_safety()
    device.press("Continue")
    device.press("Back", TYPED)
    assert draft_of(device).content["person"] == {}
