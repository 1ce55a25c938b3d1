"""Sentences of easy read in other languages: as short as those of the source."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from webapp.cldr.wide_signs import needs_no_blanks
from webapp.localization.catalogues import QUESTIONS, is_easy, is_variant, plain_language
from webapp.localization.questionnaires import question_words
from webapp.questionnaire.load import LoadedDocument
from webapp.questionnaire.loading.easy import easy_pairs
from webapp.questionnaire.loading.wording import word_texts
from webapp.workbench.languages.checks import MARKS, TranslationProblem
from webapp.workbench.languages.po_files import FUZZY, forms_of, messages_of, read
from webapp.workbench.lint.easy import describe_long_sentence, easy_read_texts

TAG_OR_BOLD = re.compile(rf"{MARKS['tags'].pattern}|{MARKS['bold marks'].pattern}")

Key = tuple[str, str]
"""The context of a text of a questionnaire, and its words in the source."""


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


def _of_questionnaire(path: Path, loaded: LoadedDocument) -> Iterator[TranslationProblem]:
    words, messages = question_words(path.parent.parent, path.parent.name), messages_of(read(path))
    for key in _keys_read(path.parent.name, loaded, words.keys()):
        if message := describe_long_sentence(words.get(key, "")):
            yield TranslationProblem(path, messages[key].lineno or 0, message)


def _keys_read(tag: str, loaded: LoadedDocument, translated: Collection[Key]) -> Iterator[Key]:
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
        for form in forms_of(one.string) if FUZZY not in one.flags else ():
            plain = MARKS["placeholders"].sub("Word", TAG_OR_BOLD.sub("", form))
            if message := describe_long_sentence(plain):
                yield TranslationProblem(path, one.lineno or 0, message)
