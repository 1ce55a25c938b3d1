"""The reading age of what patients read, and of nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file

from tests.project import ROOT
from tests.unit.questionnaire.small import SMALL
from webapp.questionnaire.load import load_document
from webapp.workbench.reading_age import FEWEST_WORDS, check_reading_age, measured

EASY = "Do you eat fruit? One piece is an apple or a pear."
HARD = "Habitual eating of unfermentable polysaccharides brings on considerable disturbances of the gut."
MARKS = {"_": None, "gettext": None, "N_": None, "ngettext": (1, 2)}
AGED = SMALL.replace('language = "en"', 'language = "en"\nreading_age = 12')


def told(text: str) -> list[str]:
    loaded = load_document(text)
    check_reading_age(loaded)
    return [f"{one.location}: {one.message}" for one in loaded.errors.problems]


def test_long_words_make_a_text_older() -> None:
    easy, hard = measured([EASY], "en"), measured([HARD], "en")
    assert easy is not None
    assert hard is not None
    assert easy.age < 8
    assert hard.age > 18
    assert hard.longest == ("polysaccharides", "unfermentable", "considerable")


def test_a_text_above_the_age_of_the_file_is_told_with_its_longest_words() -> None:
    (sentence,) = told(AGED.replace("How often do you drink?", HARD))
    assert sentence.startswith("drinks.text: this is for readers with long schooling, the file is for")
    assert sentence.endswith("12; its longest words: polysaccharides, unfermentable, considerable")


def test_the_age_is_told_in_years_where_it_is_one() -> None:
    longer = "How often on a normal day do you have alcohol, lemonade or other beverages in company?"
    (sentence,) = told(AGED.replace("How often do you drink?", longer))
    assert sentence.startswith("drinks.text: this is for readers from 1")


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("How often do you drink?", EASY),
        ("How often do you drink?", "Gastrointestinal disturbances?"),  # too short to measure
        ("tier = 2", f'tier = 2\nsource = "{HARD}"'),
        ("tier = 2", f'tier = "practitioner"\nmore = [{{ text = "{HARD}" }}]'),
        ("ask = [", f'note = [{{ audience = "practitioner", text = "{HARD}" }}]\nask = ['),
        ('disclaimer_practitioner = "Words."', f'disclaimer_practitioner = "{HARD}"'),
        ('title = "Fibre"\n\n[words]', f'title = "Fibre"\nnote = "{HARD}"\n\n[words]'),
    ],
)
def test_easy_texts_and_what_no_patient_reads_are_not_told(was: str, becomes: str) -> None:
    assert was in AGED
    assert told(AGED.replace(was, becomes, 1)) == []


def test_without_an_age_in_the_file_none_is_told() -> None:
    assert told(SMALL.replace("How often do you drink?", HARD)) == []


def test_a_language_that_is_not_known_is_not_measured() -> None:
    assert measured([EASY], "fr") is None
    assert told(AGED.replace('"en"', '"fr"').replace("How often do you drink?", HARD)) == []


def test_pages_of_patients_are_for_readers_of_twelve() -> None:
    templates = (ROOT / "webapp/templates").glob("[pkcs]*/*.html")
    pages = [path for path in templates if path.parent.name in ("patient", "kiosk", "components", "site")]
    modules = (ROOT / "webapp/web/patient").glob("*.py")
    written = [*_sentences("jinja2", pages), *_sentences("python", modules)]
    assert len(written) > 200
    found = ((text, measured([re.sub(r"%\(\w+\)s", "ten", text)], "en")) for text in written)
    assert [text for text, one in found if one and one.words >= FEWEST_WORDS and one.age > 12] == []


def _sentences(way: str, files: Iterable[Path]) -> Iterator[str]:
    """Yield all that is marked for translation in these files."""
    for path in files:
        for _, text, _, _ in extract_from_file(way, path, keywords=MARKS):
            yield from filter(None, text if isinstance(text, tuple) else (text,))
