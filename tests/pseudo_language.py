"""A language whose words are English in brackets: what is bare went past the catalogues."""

from __future__ import annotations

import atexit
import re
from functools import cache
from html import unescape
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from tests.project import TEXT, document
from webapp.localization.catalogues import DOMAINS
from webapp.localization.questionnaires import question_words
from webapp.questionnaire.load import load
from webapp.questionnaire.loading.translation import Translation, source_of, translated
from webapp.questionnaire.model import Questionnaire
from webapp.workbench.languages.po_files import forms_of, updated, written
from webapp.workbench.languages.source_texts import texts_of

AS_IT_IS = re.compile(
    r'<(style|script)\b.*?</\1>|<(?P<kept>\w+)[^>]*translate="no"[^>]*>.*?</(?P=kept)>'
    r"|<(?P<list>ul|ol) class=[^>]*row[^>]*>.*?</(?P=list)>|<b> ?\d+</b>[^<]*",
    re.DOTALL,
)
"""What is in no language, or in that of others: styles, names and codes, references of documents."""

TAG = "de"
"""The language that the catalogues are for: German, whose plural forms are those of English."""


@cache
def pseudo_translations() -> Path:
    """Return a folder of translations with one language, in which every text is English in brackets."""
    folder = Path(mkdtemp(prefix="gutfactors-languages-"))
    atexit.register(rmtree, folder)
    (folder / TAG).mkdir()
    loaded = document()
    for domain in DOMAINS:
        made = updated(TAG, texts_of(domain, loaded))
        for message in made:
            if message.id:
                english = forms_of(message.id)
                forms = tuple(f"⁅{english[min(at, len(english) - 1)]}⁆" for at in range(made.num_plurals))
                message.string = forms if len(english) > 1 else f"⁅{english[0]}⁆"
        (folder / TAG / f"{domain}.po").write_bytes(written(made))
    return folder


@cache
def pseudo_questionnaire() -> Questionnaire:
    """Return the questionnaire in that language."""
    return load(translated(TEXT, TAG, question_words(pseudo_translations(), TAG)))


@cache
def pseudo_easy_read() -> Questionnaire:
    """Return the easy-read edition of the questionnaire in that language."""
    words = question_words(pseudo_translations(), TAG)
    return load(Translation(source_of(TEXT), TAG, words).easy_text)


def bare_words(html: str, *known: re.Pattern[str]) -> list[str]:
    """Return the words outside brackets of a page: of its text, its titles and what a reader is read."""
    page = AS_IT_IS.sub(" ", html)
    said = re.findall(r'(?:alt|aria-label|title|data-before|data-between|data-after)="([^"]*)"', page)
    text = unescape(" ".join((re.sub(r"<[^>]*>", " ", page), *said)))
    while "⁅" in text:
        text, before = re.sub(r"⁅[^⁅⁆]*⁆", " ", text), text
        if text == before:
            break
    for pattern in known:
        text = pattern.sub(" ", text)
    return re.findall(r"[^\W\d_]{2,}[^⁅⁆]{0,20}", text)
