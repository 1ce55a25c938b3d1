"""What is typed or read as it stands is marked, so that no browser's translation changes it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.web.device import PASSED, Device
from tests.web.fakes import MakeApp
from webapp.clinic import Clinic
from webapp.localization.localizer import Localizer

TEMPLATES = Path(__file__).parents[2] / "webapp" / "templates"
NAMES = re.compile(
    r'<[^<>]*(?:\bdir="auto"|class="(?:code|codes|secret|sentence|source|url)")(?:[^<>{]|\{\{.*?\}\}|\{%.*?%\})*>|<bdi[^>]*>'
)
"""Tags around a name, whose direction nobody knows, and around what is written down or typed."""


def test_every_name_code_and_address_in_the_templates_is_marked() -> None:
    found = [
        (file.name, tag)
        for file in sorted(TEMPLATES.rglob("*.html"))
        for tag in NAMES.findall(file.read_text("utf-8"))
    ]
    assert len(found) > 30
    assert [one for one in found if 'translate="no"' not in one[1]] == []


def test_sources_run_from_left_to_right_in_every_language() -> None:
    found = [
        tag
        for file in sorted(TEMPLATES.rglob("*.html"))
        for tag in NAMES.findall(file.read_text("utf-8"))
        if 'class="source"' in tag
    ]
    assert found
    assert [tag for tag in found if 'dir="ltr"' not in tag] == []


@pytest.mark.parametrize(("language", "marked"), [("en-GB", "en"), ("de", "de"), ("ar", "en")])
def test_the_six_words_say_their_language(make_app: MakeApp, language: str, marked: str) -> None:
    device = Device(make_app(clinic=Clinic(name="Elm", language=language)))
    words = Localizer(language).gettext
    device.open("/")
    device.press(words("Start"))
    device.press(words("Continue"), PASSED)
    page = device.press(words("Save and leave"))
    (sentence,) = [one for one in page.all("p") if one.get("class") == "sentence"]
    assert sentence["translate"] == "no"
    assert sentence["lang"] == marked
    assert (words("They are English: every keyboard has these letters.") in page.text) == (language == "ar")


def test_the_names_of_the_house_and_of_sources_are_left_as_they_are(make_app: MakeApp) -> None:
    device = Device(make_app(clinic=Clinic(name="Rose", contact=("Bill Street 1",))))
    page = device.open("/")
    kept = {one["words"] for _, one in page.tags if one.get("translate") == "no"}
    assert {"Rose", "Bill Street 1"} <= kept
