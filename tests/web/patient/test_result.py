"""The result on screen and as PDF, and clearing the device."""

from __future__ import annotations

import pytest

from tests.project import QUESTIONNAIRE
from tests.web.device import SAFE, Device
from tests.web.fakes import Clock, MakeApp, Printer, with_practitioner
from tests.web.patient.test_cases import answers_of, walk
from webapp.assessment import assess, validate_answers
from webapp.assessment.words import all_texts
from webapp.report.pool.pool import RenderBusy
from webapp.report.views.documents import Printable
from webapp.web.kit.app_context import EXTENSION


def code_on(device: Device) -> str:
    return next(one for one in device.page.all("span") if one.get("class") == "code")["words"]


def test_safety_comes_first_in_the_result(device: Device) -> None:
    device.begin()
    device.press("Continue", {"signs_now": ["none"], "red_flags": ["blood_stool"]})
    device.press("I have read this")
    device.open("/check")
    text = device.hand_over().text
    in_order = (
        "too little to go by",
        "See a doctor in the next day or two: the box below says why",
        "See a doctor in the next day or two Blood",
        "What to do next",
        "at a glance",
    )
    places = [text.index(words) for words in in_order]
    assert places == sorted(places)


def test_cut_offs_are_named_in_words_beside_each_number_line(device: Device) -> None:
    device.pass_safety()
    device.open("/section/sugar")
    device.press("Continue", {"sugary_drinks_per_week": "14", "juice_per_week": "7", "sweets_per_week": "10"})
    device.open("/check")
    page = device.hand_over("download")
    (line,) = [one for one in page.all("figure") if "Free sugars" in one["words"]]
    for words in ("up to 25", "above 25", "above 50 (your number)"):
        assert words in line["words"]


def test_who_answered_hardly_anything_is_led_back_to_the_questions(device: Device) -> None:
    device.pass_safety()
    page = device.hand_over("download")
    assert page.link("Go back and answer more") == "/check"


def test_a_sign_without_a_message_is_named_and_not_said_to_be_missing(device: Device) -> None:
    walk(device, {**answers_of("W37"), "red_flags": ["bloating"]})
    named = (
        "You ticked “New bloating on most days”. Please tell your practitioner about this. See a doctor if"
    )
    assert named in device.page.text
    assert "You did not tick" not in device.page.text


def test_a_level_that_an_answer_leaves_open_is_not_said_to_miss_an_answer(device: Device) -> None:
    man = {"region": "CA", "sex": "male", "audit2": "2", "audit3": "0", "alcohol_withdrawal": "no"}
    walk(device, {**answers_of("W37"), **man, "audit1": "3"})
    assert "Worth discussing or more (your answer is a range)" in device.page.text
    assert "missing" not in device.page.text


def test_sources_are_told_in_full_and_lead_to_their_papers(device: Device) -> None:
    device.pass_safety()
    device.hand_over()
    assert "Vanuytsel T, van Wanrooy S, Vanheel H, et al. Psychological stress" in device.page.text
    assert "Gut. 2014;63(8):1293-1299." in device.page.text
    links = [one for one in device.page.all("a") if one.get("href", "").startswith("https://")]
    assert {one["href"].split("/")[2] for one in links} >= {"doi.org", "pubmed.ncbi.nlm.nih.gov"}


def test_sources_are_numbered_without_holes_and_each_leads_back_to_what_cites_it(device: Device) -> None:
    walk(device, answers_of("W55"))
    listed = [one for one in device.page.all("li") if one.get("id", "").startswith("source-")]
    assert [one["value"] for one in listed] == [str(number) for number in range(1, len(listed) + 1)]
    assert len(listed) > 20
    back = [one for one in device.page.all("a") if one["words"].startswith("Back to ")]
    assert len(back) >= len(listed)
    assert {one["href"].removeprefix("#") for one in back} <= set(device.page.ids)


def test_without_a_question_to_ask_there_is_no_heading_for_one(device: Device) -> None:
    answers = answers_of("W03") | {"body_oxygen": ["low_oxygen"]}
    found = assess(validate_answers(QUESTIONNAIRE, answers))
    told = [*found.full, *found.apart]
    asking = [one for one in told if list(all_texts(one.factor.ask, found))]
    walk(device, answers)
    assert "Heart or lung illness that makes my oxygen low" in device.page.text
    assert device.page.text.count("Questions to ask your practitioner") == len(asking) == len(told) - 1


def test_answers_to_questions_that_are_hidden_in_the_end_are_dropped(device: Device) -> None:
    device.begin()
    device.press("Continue", SAFE | {"medicines": ["nsaid"]})
    device.press("Continue", {"nsaid_days_per_week": "7"})
    device.open("/section/safety")
    device.press("Continue", {"medicines": ["none"], "nsaid_days_per_week": "7"})
    device.open("/check")
    assert "Days with painkillers" not in device.page.text
    device.hand_over()
    parts = device.app.extensions[EXTENSION]
    sent = parts.store.submissions.get_by_draft(device.cookie(), parts.clock())
    assert "nsaid_days_per_week" not in sent.answers
    assert sent.answers["region"] == "CA"
    assert sent.channel == "home"


@pytest.mark.parametrize(
    ("words", "edition"), [("Download the report (PDF)", "standard"), ("In large print (PDF)", "large")]
)
def test_the_report_can_be_downloaded_in_two_editions(make_app: MakeApp, words: str, edition: str) -> None:
    printer = Printer()
    device = Device(with_practitioner(make_app(render_pool=printer)))
    device.pass_safety()
    device.hand_over()
    response = device.client.get(device.page.link(words))
    assert response.mimetype == "application/pdf"
    assert response.headers["Content-Disposition"].startswith(
        f'attachment; filename="gut-factors-2026-11-23-{code_on(device)}'
    )
    assert response.headers["Cache-Control"] == "no-store"
    assert [view.edition for view in printer.asked] == [edition]


def test_a_busy_printer_is_waited_for(make_app: MakeApp, caplog: pytest.LogCaptureFixture) -> None:
    device = Device(with_practitioner(make_app(render_pool=BusyPrinter())))
    device.pass_safety()
    device.hand_over()
    page = device.open("/result/report.pdf")
    assert page.status == 503
    assert device.seen[-1].headers["Retry-After"] == "8"
    assert next(one for one in page.all("meta") if "http-equiv" in one)["content"] == "8"
    assert page.h1 == ["One moment, please"]
    assert caplog.messages == ["visitors are turned away: RenderBusy: too many reports are waiting"]


class BusyPrinter(Printer):
    """Always has too much to do."""

    def pdf(self, view: Printable) -> bytes:
        raise RenderBusy(8)


def test_there_is_no_other_edition(device: Device) -> None:
    device.pass_safety()
    device.hand_over()
    assert device.open("/result/../../etc/passwd").status == 404
    assert device.open("/result/other.pdf").status == 404


def test_the_first_page_leads_back_to_the_result(device: Device) -> None:
    device.pass_safety()
    device.hand_over()
    assert device.open("/").link("See my result") == "/result"
    assert device.open("/continue").url == "/result"


def test_finishing_clears_the_device(device: Device) -> None:
    device.pass_safety()
    device.hand_over()
    page = device.press("Finish and clear this device")
    assert page.url == "/ended/finished"
    assert device.cookie() == ""
    assert device.seen[-2].headers["Clear-Site-Data"] == '"cache", "storage"'
    assert device.open("/result").status == 410


def test_the_result_dies_with_the_submission(make_app: MakeApp) -> None:
    clock = Clock()
    device = Device(with_practitioner(make_app(clock=clock)))
    device.pass_safety()
    device.hand_over()
    clock.put_on(days=7, seconds=1)
    assert device.open("/result").status == 410


def test_a_result_is_told_by_the_version_that_was_answered(make_app: MakeApp) -> None:
    device = Device(with_practitioner(make_app()))
    device.pass_safety()
    device.hand_over()
    before = device.page.text
    parts = device.app.extensions[EXTENSION]
    newer = parts.settings.questions.read_text(encoding="utf-8") + "\n# a newer version\n"
    later = Device(make_app(questions=newer))
    later.client.set_cookie("draft", device.cookie())
    assert later.open("/result").text == before


@pytest.mark.parametrize("why", ["finished", "deleted", "left"])
def test_every_ending_says_what_is_left_behind(device: Device, why: str) -> None:
    assert device.open(f"/ended/{why}").status == 200
    assert device.open("/ended/else").status == 404
