"""Easy words: short sentences wherever somebody reads the easy-read edition."""

import re
from collections.abc import Iterator
from unicodedata import combining

from webapp.questionnaire.load import LoadedDocument, load_document
from webapp.questionnaire.loading.easy import easy_edition, has_easy_words
from webapp.questionnaire.loading.placeholders import PLACEHOLDER
from webapp.questionnaire.loading.positions import TomlPath
from webapp.questionnaire.loading.reading import TomlDocument
from webapp.workbench.lint.context import LintContext
from webapp.workbench.reading_age import patient_texts

# Plain language for people with learning difficulties (Inclusion Europe, "Information for all") asks for
# short sentences, one idea each; 12 words are our own line.
LONGEST_SENTENCE = 12

SENTENCE = re.compile(
    r"(?<=[!?:;\N{ARABIC QUESTION MARK}\N{ARABIC SEMICOLON}])\s+|(?<=\.)\s+(?![a-zß-öø-ÿ])|\n\s*\n"
)
"""Where a sentence ends; a small letter behind a full stop begins none: "H. pylori"."""

WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")


def check_easy_sentences(ctx: LintContext) -> None:
    """Note long sentences of the easy-read edition, also where a plain text has no easy words."""
    for path, words in easy_read_texts(ctx.loaded):
        if message := describe_long_sentence(words):
            ctx.note(path, "easy-sentence", message)


def easy_read_texts(loaded: LoadedDocument) -> Iterator[tuple[TomlPath, str]]:
    """Yield what patients read in easy read, easy or plain, by the paths of the plain texts.

    Without the words of instruments, which are fixed. A file without any easy words has no such edition.
    """
    text = loaded.errors.positions.text
    if has_easy_words(text):
        fixed = _instrument_paths(loaded.document)
        read = patient_texts(load_document(easy_edition(text)))
        yield from ((path, words) for path, words in read if path[:4] not in fixed)


def describe_long_sentence(text: str) -> str:
    """Say how long the longest sentence of a text is, if that is too long for easy read; else return ""."""
    longest = longest_sentence(text)
    if longest <= LONGEST_SENTENCE:
        return ""
    return f"in the easy-read edition a sentence here has {longest} words, more than {LONGEST_SENTENCE}"


def longest_sentence(text: str) -> int:
    """Return the number of words of the longest sentence; a placeholder counts as one.

    Vowel signs above and below Arabic letters part no word.
    """
    plain = "".join(sign for sign in PLACEHOLDER.sub("Word", text.replace("*", "")) if not combining(sign))
    return max(len(WORD.findall(sentence)) for sentence in SENTENCE.split(plain))


def _instrument_paths(document: TomlDocument) -> set[TomlPath]:
    scores = (one.table for one in document.scores if one.table.instrument)
    names = {name for score in scores for name in score.items}
    return {one.path for one in document.questions if one.table.id in names}
