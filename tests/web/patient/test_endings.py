"""Safety messages, the check, the result, and every way out."""

from __future__ import annotations

import pytest

from tests.web.device import PASSED, Device
from tests.web.fakes import Clock, MakeApp, Printer, staffed
from webapp.report.pool.pool import RenderBusy
from webapp.report.views.documents import DocumentView
from webapp.web.kit.app_context import EXTENSION

pytestmark = pytest.mark.no_cover

SAFE = {"red_flags": "none"}


def under_stress(device: Device, self_harm: str) -> None:
    device.begin()
    device.press("Continue", SAFE)
    device.open("/section/stress")
    device.press("Continue", {"stress_now": "5"})
    device.press("Continue", {"phq4_1": "1"})
    device.press("Continue", {"self_harm": self_harm})


def test_who_does_not_agree_is_asked_nothing_more_and_nothing_is_kept(device: Device) -> None:
    device.open("/")
    device.press("Start")
    token = device.cookie()
    page = device.press("Continue", {"consent": "no"})
    assert page.h1 == ["You chose to stop"]
    assert device.press("Delete my answers, and stop").url == "/ended/stopped"
    assert device.cookie() == ""
    parts = device.app.extensions[EXTENSION]
    assert parts.store.drafts.open(token, parts.clock()) is None


@pytest.mark.parametrize("button", ["Continue", "Back", "Save and leave"])
def test_who_is_under_age_is_told_so_and_nothing_is_kept(device: Device, button: str) -> None:
    device.open("/")
    device.press("Start")
    token = device.cookie()
    page = device.press(button, {"consent": "yes", "age_years": "17"})
    assert "This form is for adults." in page.text
    assert device.press("Delete my answers, and stop").url == "/ended/stopped"
    assert device.cookie() == ""
    parts = device.app.extensions[EXTENSION]
    assert parts.store.drafts.open(token, parts.clock()) is None


def test_nothing_is_sent_for_who_is_under_age_in_another_tab(device: Device) -> None:
    """The other tab saved, and the draft's end is still to come."""
    device.pass_safety()
    token, parts = device.cookie(), device.app.extensions[EXTENSION]
    draft = parts.store.drafts.open(token, parts.clock())
    content = draft.content | {"typed": draft.content["typed"] | {"age_years": ["17"]}}
    assert parts.store.drafts.save(token, draft.version, content, parts.clock())
    assert "This form is for adults." in device.press("Continue").text
    assert parts.store.submissions.get_by_draft(token, parts.clock()) is None


def test_at_eighteen_the_form_goes_on(device: Device) -> None:
    device.open("/")
    device.press("Start")
    assert device.press("Continue", PASSED | {"age_years": "18"}).url == "/section/safety"


def test_an_urgent_message_comes_before_anything_else(device: Device) -> None:
    under_stress(device, "yes")
    assert device.page.h1 == ["Please read this now"]
    assert "988" in device.page.text
    assert "911" in device.page.text
    assert device.press("I have read this").url == "/section/vitamin_d"


def test_kind_words_come_when_the_answer_is_no(device: Device) -> None:
    under_stress(device, "no")
    assert device.page.h1 == ["Before you go on"]
    assert "988" in device.page.text


def test_a_message_is_shown_before_leaving_too(device: Device) -> None:
    device.begin()
    device.open("/section/stress")
    device.press("Continue", {"stress_now": "5"})
    device.press("Continue", {"phq4_1": "1"})
    assert device.press("Save and leave", {"self_harm": "yes"}).h1 == ["Please read this now"]
    assert device.press("I have read this").url == "/leave"


def test_a_message_that_was_read_does_not_come_again(device: Device) -> None:
    under_stress(device, "yes")
    device.press("I have read this")
    device.open("/section/stress")
    assert device.press("Continue").url == "/section/vitamin_d"
    assert device.open("/notice").url == "/section/fibre"


def test_nothing_is_sent_while_an_urgent_message_was_not_read(device: Device) -> None:
    under_stress(device, "yes")
    device.open("/check")
    assert device.press("Continue").h1 == ["Please read this now"]
    assert device.press("I have read this").url.startswith("/check")


def test_the_check_tells_every_answer_in_words(device: Device) -> None:
    device.begin()
    device.press("Continue", {"red_flags": ["fever", "lump"], "conditions": []})
    device.press("I have read this")
    device.press("Continue", {"veg_per_day": "2", "fruit_per_day": ["", "unsure"]})
    text = device.open("/check").text
    assert "A fever (38 °C or 100.4 °F, or more)" in text
    assert "Vegetables 2 handfuls/day" in text
    assert "Whole fruit Not sure" in text
    assert "Illnesses Skipped" in text


@pytest.mark.parametrize(
    ("section", "typed", "words", "links"),
    [
        (
            "fibre",
            {"veg_per_day": "15", "fruit_per_day": "15", "wholegrain_per_day": "15"},
            "more fibre than most people can eat",
            ["Vegetables", "Whole fruit", "Whole grain food"],
        ),
        (
            "sugar",
            {"sugary_drinks_per_week": "70", "sugary_drink_kind": "hfcs"},
            "far more sugar than most people have",
            ["Sugary drinks"],
        ),
    ],
)
def test_numbers_that_can_hardly_be_are_asked_about_while_they_can_be_mended(
    device: Device, section: str, typed: dict[str, str], words: str, links: list[str]
) -> None:
    device.begin()
    device.press("Continue", SAFE)
    device.open(f"/section/{section}")
    device.press("Continue", typed)
    page = device.open("/check")
    assert words in page.text
    for link in links:
        assert page.link(link).startswith(f"/section/{section}?from=check#q-")
    device.open(f"/section/{section}")
    device.press("Continue", dict.fromkeys(typed, "1"))
    assert words not in device.open("/check").text


def test_who_left_most_open_is_told_that_more_answers_help(device: Device) -> None:
    device.begin()
    assert "questions open" in device.open("/check").text


def test_change_leads_to_the_question_and_back_to_the_check(device: Device) -> None:
    device.pass_safety()
    assert device.page.link("Change Illnesses") == "/section/safety?from=check#q-conditions"
    device.open("/section/safety?from=check")
    assert device.press("Continue", {"conditions": ["ibs"]}).url.startswith("/check")
    assert "Irritable bowel syndrome" in device.page.text


def test_a_change_that_makes_a_question_due_asks_it_first(device: Device) -> None:
    device.pass_safety()
    device.open("/section/safety?from=check")
    assert device.press("Continue", {"conditions": ["coeliac"]}).shown == ["coeliac_gluten_free"]
    assert device.press("Continue", {"coeliac_gluten_free": "no"}).url == "/check"


def test_back_from_a_change_is_the_check(device: Device) -> None:
    device.pass_safety()
    device.open("/section/fibre?from=check")
    assert device.press("Back", {"veg_per_day": "5"}).url == "/check"
    assert "5 handfuls/day" in device.page.text


def test_a_change_with_an_error_still_leads_back_to_the_check(device: Device) -> None:
    device.pass_safety()
    device.open("/section/fibre?from=check")
    assert device.press("Continue", {"veg_per_day": "x"}).url == "/section/fibre?from=check&problems=1"
    assert device.press("Continue", {"veg_per_day": "1"}).url == "/check"


def test_a_blank_form_cannot_be_sent(device: Device) -> None:
    device.open("/")
    device.press("Start")
    device.open("/check")
    page = device.press("Continue")
    assert page.title.startswith("Error: ")
    assert [problem.split(":")[0] for problem in page.problems] == [
        "OK to start",
        "Age",
        "Sex at birth",
        "Safety signs",
    ]
    assert device.open(page.link(page.problems[1])).url == "/section/about_you?from=check&problems=1"


def test_a_wrong_answer_that_was_left_behind_stops_the_sending(device: Device) -> None:
    device.pass_safety()
    device.open("/section/fibre")
    device.press("Back", {"veg_per_day": "99"})
    device.open("/check")
    assert device.press("Continue").problems == [
        "Vegetables: Type a number from 0 to 15, in digits. Halves are fine, such as 1.5."
    ]


def code_on(device: Device) -> str:
    return next(one for one in device.page.all("span") if one.get("class") == "code")["words"]


def test_safety_comes_first_in_the_result(device: Device) -> None:
    device.begin()
    device.press("Continue", {"red_flags": ["blood_stool"]})
    device.press("I have read this")
    device.open("/check")
    text = device.hand_over().text
    assert text.index("See a doctor first") < text.index("Take it with you") < text.index("at a glance")


def test_answers_to_questions_that_are_hidden_in_the_end_are_dropped(device: Device) -> None:
    device.begin()
    device.press("Continue", SAFE | {"medicines": ["nsaid"]})
    device.press("Continue", {"nsaid_days_per_week": "7"})
    device.open("/section/safety")
    device.press("Continue", {"medicines": ["none"], "nsaid_days_per_week": "7"})
    device.open("/check")
    assert "Pain pill days" not in device.page.text
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
    device = Device(staffed(make_app(render_pool=printer)))
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
    device = Device(staffed(make_app(render_pool=BusyPrinter())))
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

    def pdf(self, view: DocumentView) -> bytes:
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
    device = Device(staffed(make_app(clock=clock)))
    device.pass_safety()
    device.hand_over()
    clock.put_on(days=7, seconds=1)
    assert device.open("/result").status == 410


def test_a_result_is_told_by_the_version_that_was_answered(make_app: MakeApp) -> None:
    device = Device(staffed(make_app()))
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
