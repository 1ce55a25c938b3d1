"""Easy read in every language: no sentence of more than 12 words, be the text easy or plain."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from tests.project import document
from tests.unit.questionnaire.small import SMALL
from webapp.localization.catalogues import TRANSLATIONS
from webapp.questionnaire.load import load_document
from webapp.report.views.comparison_view import MEANING
from webapp.workbench.languages.easy_sentences import long_sentences_in
from webapp.workbench.languages.po_files import messages_of, updated, written
from webapp.workbench.languages.source_texts import questionnaire_texts, source_texts
from webapp.workbench.lint.easy import longest_sentence

ASKED = 'text = "How often do you drink?"'
EASY = SMALL.replace(ASKED, f'{ASKED}\n  easy.text = "Do you drink?"', 1)
PLAIN_KEY, EASY_KEY = (f"section.food.question.drinks.{key}text" for key in ("", "easy."))
SHORT, LONG = "Trinken Sie?", "Wie oft trinken Sie an einem Tag, an dem Sie mit anderen zusammen sind?"
LEFT = "A clinician has not checked these easy words yet, and nobody has signed them so far."


@pytest.mark.parametrize(
    "path", sorted(TRANSLATIONS.glob("*/*.po")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_no_sentence_of_easy_read_is_too_long(path: Path) -> None:
    assert list(map(str, long_sentences_in(path, document()))) == []


@pytest.mark.parametrize(
    ("tag", "said", "lengths"),
    [
        ("de", {EASY_KEY: SHORT, PLAIN_KEY: LONG}, []),
        ("de", {EASY_KEY: LONG, PLAIN_KEY: SHORT}, [14]),
        ("de", {PLAIN_KEY: LONG}, [14]),
        ("de", {}, []),
        ("en-GB", {PLAIN_KEY: LONG}, []),  # its easy words are those of English
        ("zh-Hans", {EASY_KEY: LONG}, []),
    ],
)
def test_what_easy_read_shows_of_a_questionnaire_is_measured(
    tag: str, said: dict[str, str], lengths: list[int], tmp_path: Path
) -> None:
    loaded = load_document(EASY)
    path = saved(tmp_path / tag / "questions.po", updated(tag, questionnaire_texts(loaded)), said)
    found = list(long_sentences_in(path, loaded))
    said_of = "in the easy-read edition a sentence here has {} words, more than 12"
    assert [one.message for one in found] == [said_of.format(length) for length in lengths]
    for one in found:
        assert path.read_text("utf-8").splitlines()[one.line - 1].startswith("msgid")


@pytest.mark.parametrize(("tag", "count"), [("en-simple", 1), ("zh-Hans-simple", 0), ("en", 0)])
def test_pages_of_easy_read_are_measured(tag: str, count: int, tmp_path: Path) -> None:
    (source,) = (one for one in source_texts("report") if "not been reviewed by a clinician" in one.words)
    path = saved(tmp_path / tag / "report.po", updated(tag, [source]), {source.context: LEFT})
    found = [one for one in long_sentences_in(path, load_document(SMALL)) if one.line]
    assert len(found) == count


@pytest.mark.parametrize(
    ("tag", "said", "is_named"),
    [
        ("en", "", True),
        ("en", "A level says how much a factor shows up. It does not say how ill you are.", False),
        ("de", "", True),
        ("zh-Hans", "", False),
    ],
)
def test_plain_words_that_patients_read_in_easy_read_are_measured(
    tag: str, said: str, is_named: bool, tmp_path: Path
) -> None:
    (source,) = (one for one in source_texts("report") if one.words == MEANING)
    long = "Eine Stufe sagt, wie stark ein Faktor in den Antworten vorkommt, und nicht, wie krank jemand ist."
    saved(tmp_path / tag / "report.po", updated(tag, [source]), {source.context: long})
    path = saved(
        tmp_path / f"{tag}-simple" / "report.po", updated(f"{tag}-simple", [source]), {source.context: said}
    )
    found = [one.message for one in long_sentences_in(path, load_document(SMALL))]
    assert any("no easy words for “A level says how much" in message for message in found) == is_named


def saved(path: Path, made: Catalog, said: dict[str, str]) -> Path:
    for (context, _), message in messages_of(made).items():
        message.string = said.get(context, message.string)
    path.parent.mkdir()
    path.write_bytes(written(made))
    return path


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Do you eat fruit? One piece is an apple.", 5),
        ("We look for H. pylori in a test.", 8),
        ("It is {amount}. {fibre} g is enough.", 4),
        ("L’acqua non c’è.", 3),
        ("هل تشرب الماء؟ نعم؛ كلَّ يومٍ جدًّا.", 3),
    ],
)
def test_words_are_counted_as_people_count_them(text: str, count: int) -> None:
    assert longest_sentence(text) == count
