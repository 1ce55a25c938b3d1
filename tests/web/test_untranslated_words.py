"""What is typed or read as it stands is marked, so that no browser's translation changes it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.web.device import Device
from tests.web.fakes import MakeApp
from webapp.clinic import Clinic

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


@pytest.mark.parametrize(("language", "marked"), [("en", None), ("en-GB", None), ("de", "en"), ("ar", "en")])
def test_the_six_words_say_that_they_are_english(
    make_app: MakeApp, language: str, marked: str | None
) -> None:
    device = Device(make_app(clinic=Clinic(name="Elm", language=language)))
    device.begin()
    page = device.press("Save and leave")
    (words,) = [one for one in page.all("p") if one.get("class") == "sentence"]
    assert words["translate"] == "no"
    assert words.get("lang") == marked


def test_the_names_of_the_house_and_of_sources_are_left_as_they_are(make_app: MakeApp) -> None:
    device = Device(make_app(clinic=Clinic(name="Rose", contact=("Bill Street 1",))))
    page = device.open("/")
    kept = {one["words"] for _, one in page.tags if one.get("translate") == "no"}
    assert {"Rose", "Bill Street 1"} <= kept
