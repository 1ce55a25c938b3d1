"""Every word that is not the questionnaire's goes through the catalogues."""

from __future__ import annotations

import re

import pytest

from tests.pseudo_language import pseudo_translations
from tests.web.device import PASSED, Device
from tests.web.fakes import MakeApp, with_practitioner
from webapp.cldr.wide_signs import WIDE_SIGNS
from webapp.clinic import Clinic, Policy
from webapp.localization.localizer import Localizer


def in_german(make_app: MakeApp) -> Device:
    app = make_app(clinic=Clinic(name="⁅⁆", language="de", region="CA"), translations=pseudo_translations())
    return Device(app)


def bare_words(device: Device) -> list[str]:
    """The words of the page that stand outside brackets."""
    text = device.page.text
    depth, bare = 0, []
    for sign in text:
        depth += {"⁅": 1, "⁆": -1}.get(sign, 0)
        bare.append(sign if depth == 0 else " ")
    return "".join(bare).replace("⁆", " ").split()


@pytest.mark.parametrize("url", ["/come-back", "/check", "/nowhere", "/ended/left", "/come-back/x"])
def test_pages_without_questions_have_no_word_outside_the_catalogues(make_app: MakeApp, url: str) -> None:
    german = in_german(make_app)
    german.open(url)
    assert bare_words(german) == []
    assert german.page.all("html")[0]["lang"] == "de"


def test_the_choice_at_the_end_has_no_word_outside_the_catalogues(make_app: MakeApp) -> None:
    german = in_german(make_app)
    with_practitioner(german.app, Policy(asks_person=True))
    german.open("/")
    german.press("⁅Start⁆")
    german.press("⁅Continue⁆", PASSED)
    german.press("⁅Continue⁆", {"signs_now": "none", "red_flags": "none"})
    german.open("/check")
    german.press("⁅Continue⁆")
    assert german.press("⁅Continue⁆").problems
    assert bare_words(german) == []


def test_a_section_has_no_word_outside_the_catalogues(make_app: MakeApp) -> None:
    german = in_german(make_app)
    german.open("/")
    german.press("⁅Start⁆")
    page = german.press("⁅Continue⁆", {"age_years": "x"})
    assert page.problems[1] == "⁅Age⁆⁅:⁆ ⁅Enter a whole number from 0 to 120.⁆"
    assert bare_words(german) == []


def test_numbers_are_written_as_the_language_writes_them(make_app: MakeApp) -> None:
    german = in_german(make_app)
    german.open("/")
    german.press("⁅Start⁆")
    german.press("⁅Continue⁆", PASSED)
    german.open("/section/blood_sugar")
    german.press("⁅Continue⁆", {"diabetes": "type2", "glucose_kind": "a1c_pct"})
    german.press("⁅Continue⁆", {"glucose_value": "6.5"})
    assert "6,5" in german.open("/check").text


def test_arabic_runs_from_right_to_left(make_app: MakeApp) -> None:
    device = Device(make_app(clinic=Clinic(language="ar")))
    html = device.open("/").all("html")[0]
    assert html == html | {"lang": "ar", "dir": "rtl"}


def test_a_message_in_arabic_shows_no_tags_of_its_own(make_app: MakeApp) -> None:
    device, words = Device(make_app(clinic=Clinic(language="ar"))), Localizer("ar")
    disclaimer = device.open("/")
    device.press(words.gettext("Start"))
    message = device.press(words.gettext("Continue"), {"consent": "yes", "age_years": "17"})
    assert [page.text.count("<") for page in (disclaimer, message)] == [0, 0]


def test_easy_read_begins_each_sentence_of_the_disclaimer_and_of_consent_on_a_line(make_app: MakeApp) -> None:
    device = Device(with_practitioner(make_app(clinic=Clinic(name="Dr. Miller", language="de"))))
    device.open("/")
    device.press("Einfache Sprache")
    text = device.seen[-1].text
    assert "Gespräch mit Ihrer Fachperson.<br>Es hilft auch" in text
    assert "Dr. Miller</bdi> können Ihre Antworten" in text
    assert "lesen.<br>Dann werden sie gelöscht." in text


def test_easy_read_begins_each_sentence_of_the_last_page_on_a_line(make_app: MakeApp) -> None:
    device = Device(make_app())
    device.begin()
    device.press("Easy read")
    device.press("Save and leave")
    device.press("Leave, and clear this device")
    assert "Your answers are saved.<br>Come back with" in device.seen[-1].text


def test_no_blank_parts_sentences_on_a_page_in_chinese(make_app: MakeApp) -> None:
    patient = Device(make_app(clinic=Clinic(language="zh-Hans", region="CA")))
    patient.open("/")
    html = patient.seen[-1].text
    assert re.search(rf"[{WIDE_SIGNS}]<?\w", html)
    assert re.findall(rf"[{WIDE_SIGNS}](?:</(?:b|span|strong)>)*\s.{{9}}", html) == []
