"""Sentences of easy read in other languages: as short as those of the source."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from textwrap import shorten
from typing import Any

from babel.messages.catalog import Message

from webapp.cldr.wide_signs import needs_no_blanks
from webapp.localization.catalogues import QUESTIONS, SOURCE_LANGUAGE, is_easy, is_variant, plain_language
from webapp.localization.questionnaires import LONGEST_EXAMPLE, question_words
from webapp.questionnaire.load import LoadedDocument
from webapp.questionnaire.loading.easy import easy_pairs
from webapp.questionnaire.loading.wording import word_texts
from webapp.workbench.languages.checks import MARKS, TranslationProblem
from webapp.workbench.languages.po_files import FUZZY, MessageKey, forms_of, has_all_words, messages_of, read
from webapp.workbench.languages.source_texts import texts_for_patients
from webapp.workbench.lint.easy import describe_long_sentence, easy_read_texts

TAG_OR_BOLD = re.compile(rf"{MARKS['tags'].pattern}|{MARKS['bold marks'].pattern}")

TextKey = tuple[str, str]
"""The context of a text of a questionnaire, and its words in the source."""

WordForms = str | tuple[str, ...]
"""A sentence, or its singular and plural."""


def long_sentences_in(path: Path, loaded: LoadedDocument) -> Iterator[TranslationProblem]:
    """Yield the texts of a file that easy read shows with too long a sentence.

    Those of the questionnaire, easy or plain, or those of an easy-read folder. Chinese and Japanese are not
    measured: no blanks part their words.
    """
    tag = path.parent.name
    if needs_no_blanks(plain_language(tag)):
        return
    if path.stem == QUESTIONS:
        yield from _of_questionnaire(path, loaded)
    elif is_easy(tag):
        yield from _of_pages(path)
        yield from without_easy_words(path)


def _of_questionnaire(path: Path, loaded: LoadedDocument) -> Iterator[TranslationProblem]:
    words, messages = question_words(path.parent.parent, path.parent.name), messages_of(read(path))
    for key in _keys_read(path.parent.name, loaded, words.keys()):
        if message := describe_long_sentence(words.get(key, "")):
            yield TranslationProblem(path, messages[key].lineno or 0, message)


def _keys_read(tag: str, loaded: LoadedDocument, translated: Collection[TextKey]) -> Iterator[TextKey]:
    """Yield the texts that easy read shows: plain ones where a language has no easy words of its own."""
    data = loaded.errors.data
    keys = {path: (context, words) for context, path, words in word_texts(data)}
    easy_keys = {plain: keys[easy] for easy, plain in easy_pairs(data) if easy in keys}
    has_all = is_variant(tag, loaded.questionnaire.language)
    for path, _ in easy_read_texts(loaded):
        easy = easy_keys.get(path)
        yield easy if easy and (has_all or easy in translated) else keys[path]


def _of_pages(path: Path) -> Iterator[TranslationProblem]:
    for one in messages_of(read(path)).values():
        for message in _long_sentences(one.string) if FUZZY not in one.flags else ():
            yield TranslationProblem(path, one.lineno or 0, message)


def without_easy_words(path: Path) -> Iterator[TranslationProblem]:
    """Yield the plain words that easy read shows where a file has no easy ones or is missing."""
    for key, message in _lacking_easy_words(path):
        named = shorten(forms_of(key[1])[0], LONGEST_EXAMPLE, placeholder=" …")
        yield TranslationProblem(path, 0, f"no easy words for “{named}”: {message}")


def texts_without_easy_words(path: Path) -> frozenset[MessageKey]:
    """Return the texts that a file of an easy-read folder lacks, and whose plain words are too long."""
    return frozenset(key for key, _ in _lacking_easy_words(path))


def _lacking_easy_words(path: Path) -> Iterator[tuple[tuple[str, WordForms], str]]:
    """Yield each long sentence of plain words that patients read there, with the text that has it."""
    tag = plain_language(path.parent.name)
    if needs_no_blanks(tag):
        return
    easy, plain = _messages(path), _messages(path.parents[1] / tag / path.name)
    for key in dict.fromkeys((one.context, one.words) for one in texts_for_patients(path.stem)):
        if key in easy and has_all_words(easy[key]):
            continue
        words = key[1] if tag == SOURCE_LANGUAGE else plain[key].string if key in plain else ""
        yield from ((key, message) for message in _long_sentences(words))


def _messages(path: Path) -> dict[MessageKey, Message]:
    return messages_of(read(path)) if path.exists() else {}


def _long_sentences(words: Any) -> Iterator[str]:  # noqa: ANN401  Babel's own: a text, or its plural forms
    for form in forms_of(words):
        plain = MARKS["placeholders"].sub("Word", TAG_OR_BOLD.sub("", form))
        if message := describe_long_sentence(plain):
            yield message
