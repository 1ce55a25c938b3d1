"""A PO file that is broken is named with its line, and stops neither the server nor other languages."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest

from tests.project import TEXT
from webapp.localization.catalogues import TRANSLATIONS, catalogue
from webapp.localization.po_reading import BrokenPoFileError
from webapp.localization.questionnaires import served_questionnaires
from webapp.workbench.languages.po_files import messages_of, read

PLURALS = re.compile(rb"Plural-Forms: [^\\]*")
Damage = Callable[[bytes], bytes]


def _with_plurals(rule: bytes) -> Damage:
    return lambda text: PLURALS.sub(b"Plural-Forms: nplurals=2; plural=" + rule + b";", text)


DAMAGES: dict[str, Damage] = {
    "a letter of Latin-1": lambda text: text.replace("é".encode(), b"\xe9", 1),
    "cut off": lambda text: text[: text.rindex(b'"') - 2],
    "merge marks": lambda text: text.replace(b"\n\n#", b"\n\n<<<<<<< HEAD\n#", 1),
    "no quotes": lambda text: re.sub(rb'msgstr "([^"\\]+)"\n\n', rb"msgstr \1\n\n", text, count=1),
    "no rule": _with_plurals(b"(n !! 1)"),
    "a rule that divides by nothing": _with_plurals(b"(n/0)"),
    "a rule for forms that are not there": _with_plurals(b"(n>1?9:0)"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Words in German and French."""
    for tag in ("de", "fr"):
        copytree(TRANSLATIONS / tag, tmp_path / tag)
    return tmp_path


@pytest.mark.parametrize("file", ["pages.po", "questions.po"])
@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_broken_language_is_named_with_its_line_and_left_out(
    folder: Path, damage: Damage, file: str
) -> None:
    path = folder / "fr" / file
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(BrokenPoFileError, match=re.escape(f"{path}:") + r"\d+: "):
        read(path)
    served = served_questionnaires(TEXT, folder, folder)
    assert served.broken.keys() == {"fr"}
    assert served.not_offered(["de", "fr"]) == {"fr": served.broken["fr"]}
    assert served.in_language("fr") is served.source


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_english_stands_where_words_of_documents_are_broken(
    folder: Path, caplog: pytest.LogCaptureFixture, damage: Damage
) -> None:
    path = folder / "fr" / "report.po"
    path.write_bytes(damage(path.read_bytes()))
    with caplog.at_level(logging.ERROR, logger="gutfactors"):
        assert catalogue("fr", folder).ugettext("For your practitioner") == "For your practitioner"
    assert any(f"{path}:" in line for line in caplog.messages)


def test_the_mark_of_some_editors_and_their_line_ends_are_read(folder: Path) -> None:
    path = folder / "fr" / "pages.po"
    before = {key: one.string for key, one in messages_of(read(path)).items()}
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert {key: one.string for key, one in messages_of(read(path)).items()} == before
    assert "fr" in served_questionnaires(TEXT, folder, folder).translations


def test_a_head_that_names_another_encoding_is_read_as_it_was_saved(folder: Path) -> None:
    path = folder / "fr" / "pages.po"
    path.write_bytes(path.read_bytes().replace(b"charset=utf-8", b"charset=latin-1"))
    assert catalogue("fr", folder).ugettext("Start") == catalogue("fr").ugettext("Start") != "Start"
