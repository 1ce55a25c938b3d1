"""A name and a clinic number: asked only where the clinic wants them, and never needed."""

from __future__ import annotations

from pathlib import Path

from tests.web.device import Device
from tests.web.fakes import MakeApp
from tests.web.patient.server_side import asked_by, change_elsewhere, draft_of, sent_by
from webapp.storage import Person

HOSTILE = "<script>alert(1)</script>\r\nSet-Cookie: a=b\x00 \u202eabc \ud800" + "9" * 5000


def test_a_name_and_a_number_come_with_the_answers(make_app: MakeApp) -> None:
    device = asked_by(make_app)
    device.press("Continue", {"way": "send", "name": "  Ana\tLima ", "number": "C-17"})
    sent = sent_by(device)
    assert sent
    assert sent.person == Person("Ana Lima", "C-17")


def test_a_name_that_was_sent_is_sealed(make_app: MakeApp, tmp_path: Path) -> None:
    device = asked_by(make_app)
    device.press("Continue", {"way": "send", "name": "Anabel Lima", "number": "C-17-Quince"})
    assert sent_by(device)
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("gutfactors.sqlite3*"))
    assert not [typed for typed in (b"Anabel", b"Lima", b"Quince") if typed in kept]


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
    assert "<script>" not in device.client.post("/hand-over", data=form).text
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


def test_signs_that_paper_cannot_show_are_named_below_the_name(make_app: MakeApp) -> None:
    device = asked_by(make_app)
    page = device.press("Continue", {"name": "\U00012000 Lima", "number": "\U00012001"})
    assert "no font for these signs of the name: \U00012000" in page.text
    assert "no font for these signs of the number" in page.text


def test_signs_that_paper_cannot_show_are_named_before_anything_is_sent(make_app: MakeApp) -> None:
    device = asked_by(make_app)
    odd = {"way": "send", "name": "\U00012000 Lima"}
    page = device.press("Continue", odd)
    assert page.status == 422
    assert "Nothing is sent yet. Paper cannot show all the signs that you typed" in page.text
    assert "no font for these signs of the name: \U00012000" in page.text
    page = device.press("Continue", odd | {"name": "\U00012001 Lima"})
    assert "no font for these signs of the name: \U00012001" in page.text
    device.press("Continue")
    sent = sent_by(device)
    assert sent
    assert sent.person.name == "\U00012001 Lima"
