"""Another questionnaire, on another subject: filled in, judged and printed without a line of its own code."""

from __future__ import annotations

import io
import re
from pathlib import Path

from pypdf import PdfReader

from tests.web.device import Device
from tests.web.fakes import MakeApp, Printer, with_practitioner
from webapp.clinic import Clinic
from webapp.report.pdf.printing import print_report

TEXT = (Path(__file__).parents[3] / "docs" / "examples" / "sleep.toml").read_text("utf-8")
OTHER_SUBJECT = re.compile(r"\bgut\b|leaky|fibre|naturopath|vitamin|alcohol", re.IGNORECASE)


def at_the_result(make_app: MakeApp, printer: Printer) -> Device:
    """A device on which somebody filled the form in, and sent it."""
    device = Device(with_practitioner(make_app(questions=TEXT, clinic=Clinic(), render_pool=printer)))
    device.open("/")
    device.press("Start")
    device.press("Continue", {"ready": "yes", "signs": "breath"})
    device.press("I have read this")
    device.press("Continue", {"hours": "5.5", "screen": "some"})
    device.press("Continue", {"coffee_cups": "4", "tea_cups": "1"})
    device.press("Continue", {"last_cup": "evening"})
    device.hand_over()
    return device


def test_it_is_filled_in_and_judged_by_its_own_words(make_app: MakeApp) -> None:
    page = at_the_result(make_app, Printer()).page
    for told in (
        "Short nights",
        "Worth a talk",
        "about 425 mg of caffeine a day",
        "Pauses in your breathing",
    ):
        assert told in page.text


def test_no_page_of_it_speaks_of_another_subject(make_app: MakeApp) -> None:
    device = at_the_result(make_app, Printer())
    assert [found for one in device.seen for found in OTHER_SUBJECT.findall(one.text)] == []


def test_its_report_is_printed_and_says_what_it_says(make_app: MakeApp) -> None:
    printer = Printer()
    device = at_the_result(make_app, printer)
    response = device.client.get(device.page.link("Download the report (PDF)"))
    assert 'filename="sleep-and-caffeine-' in response.headers["Content-Disposition"]
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(print_report(printer.asked[0]))).pages]
    printed = " ".join(" ".join(pages).split())
    for told in (
        "What you told us about your sleep",
        "Short nights",
        "about 425 mg",
        "EFSA Journal",
        "adviser",
    ):
        assert told in printed
    assert OTHER_SUBJECT.findall(printed) == []


def test_who_is_not_ready_is_let_go(make_app: MakeApp) -> None:
    device = Device(make_app(questions=TEXT, clinic=Clinic()))
    device.open("/")
    device.press("Start")
    assert "That is fine." in device.press("Continue", {"ready": "no"}).text
    assert device.press("Stop and delete my answers").url == "/ended/stopped"
    assert device.cookie() == ""
