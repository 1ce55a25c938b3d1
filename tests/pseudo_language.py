"""A language whose words are English in brackets: what is bare went past the catalogues."""

from __future__ import annotations

import atexit
import re
from collections.abc import Callable
from functools import cache
from html import unescape
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from tests.project import TEXT
from webapp.localization.catalogues import DOMAINS
from webapp.localization.questionnaires import question_words
from webapp.questionnaire.load import load, load_document
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


Rewrite = Callable[[str], str]

TOKENS = re.compile(r"(\{[^}]*\}|%\(\w+\)s|%%|<[^>]*>|\*\*)")
"""What a translator leaves as it is: placeholders, tags and marks of bold."""

ARABIC = str.maketrans(
    "abcdefghijklmnopqrstuvwxyz,;?", "ابسدهفغحيجكلمنوقترصطعثخزضظ،؛؟"
)  # fmt: skip
CHINESE = {
    ", ": "\uff0c", ". ": "\u3002", "; ": "\uff1b", ": ": "\uff1a", "? ": "\uff1f", "(": "\uff08",
    ")": "\uff09",
}  # fmt: skip


def in_arabic_letters(words: str) -> str:
    """Return the words in letters that run from right to left; they mean nothing."""
    pieces = TOKENS.split(words)
    return "".join(one if at % 2 else one.lower().translate(ARABIC) for at, one in enumerate(pieces))


def in_chinese_signs(words: str) -> str:
    """Return the words in signs without blanks between them; they mean nothing."""
    pieces = TOKENS.split(words)
    return "".join(one if at % 2 else _chinese(one) for at, one in enumerate(pieces))


def _chinese(words: str) -> str:
    for sign, wide in CHINESE.items():
        words = words.replace(sign, wide)
    words = re.sub(r"(?<=[a-zA-Z]) (?=[a-zA-Z])", "", re.sub(r"\.$", "。", words))
    return re.sub(r"[a-zA-Z]{1,3}", lambda match: chr(0x4E00 + sum(map(ord, match[0])) * 37 % 0x3000), words)


@cache
def pseudo_translations(tag: str = "de", rewrite: Rewrite = "⁅{}⁆".format) -> Path:
    """Return a folder of translations in which one language is English, rewritten: German in brackets."""
    folder = Path(mkdtemp(prefix="gutfactors-languages-"))
    atexit.register(rmtree, folder)
    (folder / tag).mkdir()
    loaded = load_document(TEXT)
    for domain in DOMAINS:
        made = updated(tag, texts_of(domain, loaded))
        for message in made:
            if message.id:
                english = forms_of(message.id)
                forms = tuple(rewrite(english[min(at, len(english) - 1)]) for at in range(made.num_plurals))
                message.string = forms if len(english) > 1 else rewrite(english[0])
        (folder / tag / f"{domain}.po").write_bytes(written(made))
    return folder


@cache
def pseudo_questionnaire(tag: str = "de", rewrite: Rewrite = "⁅{}⁆".format) -> Questionnaire:
    """Return the questionnaire in that language."""
    folder = pseudo_translations(tag, rewrite)
    return load(translated(TEXT, tag, question_words(folder, tag)))


@cache
def pseudo_easy_read(tag: str = "de") -> Questionnaire:
    """Return the easy-read edition of the questionnaire in that language, in brackets."""
    words = question_words(pseudo_translations(tag), tag)
    return load(Translation(source_of(TEXT), tag, words).easy_text)


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
