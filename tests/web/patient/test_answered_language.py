"""Answers that were given in one language and are read in another: the whole page is in one of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.project import TEXT
from tests.pseudo_language import bare_words, pseudo_translations
from tests.web.device import PASSED, SAFE, Device
from tests.web.fakes import NOON, Printer
from tests.web.record_files import posted, report, shown
from tests.web.staff import app_context_of
from tests.web.submissions import BLEEDS, case
from webapp.assessment import assess, validate_answers
from webapp.localization.localizer import Localizer
from webapp.localization.questionnaires import served_questionnaires
from webapp.plan import AgreedChange, OfferedChange, Plan, PlannedVisit
from webapp.report.pdf.html import render_html
from webapp.report.views.model import ReportView
from webapp.web.kit.answered_language import STAYS
from webapp.web.kit.app_context import EXTENSION

MARK = "⁅"
"""With it begin the words of the other language."""

DRINKS = {**case("W55"), **BLEEDS}


def printed(app: Flask) -> Any:  # noqa: ANN401  any of the views
    pool = app_context_of(app).render_pool
    assert isinstance(pool, Printer)
    return pool.asked[-1]


def change_questions(app: Flask, was: str = "days = 182", now: str = "days = 181") -> None:
    """Let the clinic ask another version from now on."""
    before = app_context_of(app)
    text = TEXT.replace(was, now)
    served = served_questionnaires(text, pseudo_translations(), pseudo_translations())
    assert served.source.digest != before.served.source.digest
    app.extensions[EXTENSION] = replace(before, served=served)


def language_of(device: Device) -> str:
    return device.page.all("html")[0]["lang"]


def stays_in(language: str) -> str:
    return Localizer("de", folder=pseudo_translations()).gettext(STAYS, language=language)


@pytest.mark.parametrize("newer", ["de", "en"])
def test_two_reports_are_compared_in_the_language_of_the_page(bilingual: Device, newer: str) -> None:
    app = bilingual.app
    older = "en" if newer == "de" else "de"
    files = {"old": report(app, case("W55"), language=older), "new": report(app, DRINKS, NOON, "", newer)}
    bilingual.open("/")
    text = shown(bilingual, "/compare", "show", **files)
    assert (language_of(bilingual), MARK in text) == ("en", False)
    posted(bilingual, "/compare", "pdf", **files)
    assert (printed(app).language, MARK in render_html(printed(app))) == ("en", False)
    bilingual.open("/")
    bilingual.press("Deutsch")
    shown(bilingual, "/compare", "show", **files)
    assert [one.strip() for one in bare_words(bilingual.seen[-1].text)] == ["English"]
    posted(bilingual, "/compare", "pdf", **files)
    assert printed(app).language == "de"
    assert all(MARK in row.title for row in printed(app).levels)
    assert all(MARK in box.heading for box in printed(app).safety)


def test_a_comparison_stays_in_the_language_of_answers_that_are_in_no_other(bilingual: Device) -> None:
    app = bilingual.app
    files = {"old": report(app, case("W55"), language="de"), "new": report(app, DRINKS, NOON, "", "de")}
    english = {"old": report(app, case("W55")), "new": report(app, DRINKS, NOON)}
    change_questions(app)
    bilingual.open("/")
    bilingual.press("Deutsch")
    said = shown(bilingual, "/compare", "show", **english)
    assert (language_of(bilingual), MARK in said) == ("en", True)
    (remark,) = [one for one in bilingual.page.all("p") if one.get("lang") == "de"]
    assert remark["words"] == stays_in("Englisch")
    assert MARK not in said.replace(remark["words"], "")
    bilingual.client.delete_cookie("language")
    shown(bilingual, "/compare", "show", **files)
    assert (language_of(bilingual), MARK in bilingual.page.text) == ("en", False)


def test_an_answer_to_words_of_before_carries_its_language(bilingual: Device) -> None:
    """The question has changed, and nobody translated how it was."""
    app = bilingual.app
    older, beans = report(app, {**DRINKS, "legumes_per_week": 1}), 'unit = "times/week"\n  step = 0.5\n'
    change_questions(app, f"{beans}  range = [0, 21]", f"{beans}  range = [0, 20]")
    newer = report(app, {**DRINKS, "legumes_per_week": 4}, NOON, "", "de")
    bilingual.open("/")
    bilingual.press("Deutsch")
    shown(bilingual, "/compare", "show", old=older, new=newer)
    english = [one["words"] for one in bilingual.page.all("span") if one.get("lang") == "en"]
    assert "once a week" in english
    posted(bilingual, "/compare", "pdf", old=older, new=newer)
    html = render_html(printed(app))
    assert '<span lang="en" dir="ltr">once a week<' in html.replace("\N{NO-BREAK SPACE}", " ")


def sent_in_german(device: Device) -> None:
    device.open("/")
    device.press("Deutsch")
    device.press("⁅Start⁆")
    device.press("⁅Continue⁆", PASSED)
    device.press("⁅Continue⁆", SAFE)
    device.open("/check")
    device.press("⁅Continue⁆")
    device.press("⁅Continue⁆", {"way": "send"})


def test_what_was_sent_is_read_in_another_language_when_that_is_chosen(bilingual: Device) -> None:
    sent_in_german(bilingual)
    app = bilingual.app
    own = app_context_of(app).served.translations["de"].digest
    bilingual.client.get("/result/report.pdf")
    carried = printed(app).record
    page = bilingual.press("English")
    assert (page.url, language_of(bilingual), MARK in page.text) == ("/result", "en", False)
    bilingual.client.get("/result/report.pdf")
    view = printed(app)
    assert isinstance(view, ReportView)
    assert (view.language, MARK in render_html(view)) == ("en", False)
    assert view.record == carried
    assert own in carried.content.decode()


def test_what_was_sent_to_an_earlier_version_stays_in_its_language_and_says_so(bilingual: Device) -> None:
    bilingual.pass_safety()
    bilingual.hand_over()
    change_questions(bilingual.app)
    page = bilingual.press("Deutsch")
    assert language_of(bilingual) == "en"
    (remark,) = [one for one in page.all("p") if one.get("lang") == "de"]
    assert remark["words"] == stays_in("Englisch")
    assert MARK not in page.text.replace(remark["words"], "")
    bilingual.client.get("/result/report.pdf")
    assert (printed(bilingual.app).language, MARK in render_html(printed(bilingual.app))) == ("en", False)


def test_easy_words_that_are_not_there_leave_plain_ones_without_a_word(bilingual: Device) -> None:
    sent_in_german(bilingual)
    change_questions(bilingual.app)
    bilingual.press("English")
    page = bilingual.press("Easy read")
    assert (page.url, language_of(bilingual), MARK in page.text) == ("/result", "en", False)
    assert "We changed our questions" not in page.text


def test_a_source_that_was_kept_lets_an_earlier_version_be_read_in_its_language(bilingual: Device) -> None:
    sent_in_german(bilingual)
    change_questions(bilingual.app)
    page = bilingual.press("English")
    assert (language_of(bilingual), MARK in page.text) == ("en", False)


def test_what_became_of_a_plan_is_in_the_language_of_the_later_answers(bilingual: Device) -> None:
    app = bilingual.app
    german = app_context_of(app).served.translations["de"]
    eaten = OfferedChange("legumes_per_week", 0, 3, ())
    plan = Plan(agreed=(AgreedChange(about=("legumes_per_week",), offered=eaten),))
    given = validate_answers(german, DRINKS)
    visit = PlannedVisit(plan, german.digest, given.to_json(), NOON.date() - timedelta(days=40))
    change_questions(app, "eat beans, lentils or chickpeas?", "eat beans, peas or lentils?")
    documents = app_context_of(app).documents
    later = assess(validate_answers(app_context_of(app).served.source, DRINKS))
    outcome = documents.outcome(visit, later, documents.occasion_on(NOON.date(), ""))
    assert outcome is not None
    assert outcome.lines[0].what
    assert MARK not in repr(outcome)
