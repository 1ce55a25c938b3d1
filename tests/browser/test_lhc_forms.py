"""Another program fills the questionnaire in: LHC-Forms, as its makers build it, in a real browser."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from os import PathLike
from typing import Any, cast

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.page_tour import ANSWERS, TIMEOUT
from tests.project import QUESTIONNAIRE, ROOT
from webapp.assessment import Answers, as_json, assess, validate_answers
from webapp.exchange.fhir import parse_response, questionnaire_resource
from webapp.exchange.fhir.addresses import Resource
from webapp.exchange.strict_json import parse_json

pytestmark = pytest.mark.browser

LFORMS = ROOT / ".venv" / "lforms"
BASE = "https://clinic.example/fhir"

# Scripts in the order of its README ("Web Component").
PAGE = """<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">
<link rel="stylesheet" href="/webcomponent/styles.css"><div id="form"></div>
<script src="/webcomponent/assets/lib/zone.min.js"></script><script src="/webcomponent/lhc-forms.js"></script>
<script src="/fhir/R4/lformsFHIR.min.js"></script>"""

EVERYTHING: Mapping[str, object] = {
    **{name: answer for name, answer in ANSWERS.items() if name in QUESTIONNAIRE.questions},
    "conditions": ["crohns_colitis", "coeliac"],
    "ibd_flare": "no",
    "strong_sun": "most",
    "skin_tone": "medium",
    "sun_minutes_per_day": "20",
    "region": "CA",
    "vitd_value": None,
    "vitd_supplement": "over_4000",
    "vitd_told": "no",
    "supplements": ["st_johns"],
    "st_johns_with": "no",
    "pregnant": "not_sure",
    "alcohol_pregnancy": "no",
    "diabetes": "type2",
    "flozin": "no",
}
"""The answers of somebody who is asked every question, and does not know one number."""

ELSEWHERE = {"audit2_uk", "audit3_uk"}
"""The questions that another country asks in place of two of these."""

OPTIONS = "label.lhc-answer, label.ant-checkbox-wrapper"

# Without this option patients would see the weights of their answers.
SHOW = """form => {
  const made = LForms.Util.convertFHIRQuestionnaireToLForms(form, "R4");
  made.templateOptions = {...made.templateOptions, displayScoreWithAnswerText: false};
  return LForms.Util.addFormToPage(made, "form", {prepopulate: false});
}"""

# Gives the answers whose questions are shown, and returns the others. One script gives them all, as the form
# would draw itself after each.
GIVE = """([answers, options]) => Object.fromEntries(Object.entries(answers).filter(([name, answer]) => {
  const item = document.getElementById(`item-${name}/1/1`);
  if (!item?.offsetParent) return true;
  if (typeof answer === "string") {
    const box = item.querySelector("input");
    box.focus();
    box.value = answer;
    ["input", "change"].forEach(event => box.dispatchEvent(new Event(event, {bubbles: true})));
    box.blur();
    return false;
  }
  const labels = [...item.querySelectorAll(options)];
  const chosen = answer.map(words => labels.find(label => label.textContent.trim() === words));
  chosen.forEach(label => label.click());
  return false;
}))"""

# What stands on the page: each question that is shown, with its words and its options.
SHOWN = """options => Object.fromEntries([...document.querySelectorAll("lhc-item[id^='item-']")]
  .filter(one => one.querySelector(":scope > lhc-item-question .question") && one.offsetParent)
  .map(one => [one.id.slice(5, -4), [
    one.querySelector(".question").textContent,
    [...one.querySelectorAll(options)].map(label => label.textContent.trim())]]))"""


class Served(SimpleHTTPRequestHandler):
    """Serves LHC-Forms, whose scripts are UTF-8, and one page around it."""

    def guess_type(self, path: str | PathLike[str]) -> str:
        kind = super().guess_type(path)
        return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind

    def do_GET(self) -> None:
        if self.path != "/":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def log_message(self, *_args: object) -> None:
        """Tell nothing."""


@contextmanager
def opened(chromium: Browser) -> Iterator[Page]:
    """The page with our questionnaire on it."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Served, directory=str(LFORMS))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        page = chromium.new_page(viewport={"width": 1024, "height": 768})
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        page.evaluate(SHOW, questionnaire_resource(QUESTIONNAIRE, base_url=BASE))
        yield page
        page.close()
        server.shutdown()
        thread.join()


def give(page: Page, answers: Mapping[str, object]) -> None:
    """Answer what is on the page, and then what has come onto it, until all is answered."""
    left = {name: words_of(name, answer) for name, answer in answers.items() if answer is not None}
    for _ in range(TIMEOUT // 100):
        left = page.evaluate(GIVE, [left, OPTIONS])
        if not left:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"not asked: {left}")


def words_of(name: str, answer: object) -> str | list[str]:
    """What is typed, or the words of the options that are chosen."""
    question = QUESTIONNAIRE.questions[name]
    if question.kind == "number":
        return str(answer).replace(",", ".")
    return [
        question.option(str(option)).label for option in (answer if isinstance(answer, list) else [answer])
    ]


def shown(page: Page) -> dict[str, list[Any]]:
    """The questions on the page."""
    found: dict[str, list[Any]] = page.evaluate(SHOWN, OPTIONS)
    return {name: told for name, told in found.items() if name in QUESTIONNAIRE.questions}


def settled(page: Page, expected: object) -> object:
    """What is shown, once it is what is expected, or cannot become it any more."""
    for _ in range(TIMEOUT // 100):
        if shown(page) == expected:
            break
        page.wait_for_timeout(100)
    return shown(page)


def as_we_ask(answers: Answers) -> dict[str, list[Any]]:
    """The questions that our own form asks, with their words and options."""
    asked = [QUESTIONNAIRE.questions[name] for name in answers.given]
    return {one.id: [one.text, [option.label for option in one.options]] for one in asked}


def told_by(page: Page) -> Answers:
    """What comes back, as `gutfactors import` reads it."""
    response = page.evaluate("() => LForms.Util.getFormFHIRData('QuestionnaireResponse', 'R4')")
    resource = cast("Resource", parse_json(json.dumps(response)))
    return validate_answers(QUESTIONNAIRE, parse_response(resource, QUESTIONNAIRE))


def test_every_question_is_shown_where_ours_shows_it_and_the_answers_are_judged_alike(
    chromium: Browser,
) -> None:
    ours = validate_answers(QUESTIONNAIRE, EVERYTHING)
    assert set(ours.given) == set(QUESTIONNAIRE.questions) - ELSEWHERE
    with opened(chromium) as form:
        assert settled(form, as_we_ask(validate_answers(QUESTIONNAIRE, {}))) == as_we_ask(
            validate_answers(QUESTIONNAIRE, {})
        )
        give(form, EVERYTHING)
        assert settled(form, as_we_ask(ours)) == as_we_ask(ours)
        assert told_by(form).given == ours.given
        assert as_json(assess(told_by(form))) == as_json(assess(ours))
        what_a_later_answer_hides_goes_away_and_is_not_told(form)


def what_a_later_answer_hides_goes_away_and_is_not_told(form: Page) -> None:
    give(form, {"vitd_value": "41.5"})
    ours = validate_answers(QUESTIONNAIRE, {**EVERYTHING, "vitd_value": "41.5"})
    assert set(ours.given) < set(QUESTIONNAIRE.questions)
    assert settled(form, as_we_ask(ours)) == as_we_ask(ours)
    assert told_by(form).given == ours.given
