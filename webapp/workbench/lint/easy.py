"""Easy words: short sentences wherever somebody reads the easy-read edition."""

import re

from webapp.questionnaire.load import load_document
from webapp.questionnaire.loading.easy import easy_edition, has_easy_words
from webapp.questionnaire.loading.placeholders import PLACEHOLDER
from webapp.workbench.lint.context import LintContext
from webapp.workbench.reading_age import patient_texts

# Plain language for people with learning difficulties (Inclusion Europe, "Information for all") asks for
# short sentences, one idea each; 12 words are our own line.
LONGEST_SENTENCE = 12

SENTENCE = re.compile(r"(?<=[.!?:;])\s+|\n\s*\n")
WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")


def check_easy_sentences(ctx: LintContext) -> None:
    """Note long sentences of the easy-read edition, also where a plain text has no easy words.

    Those of instruments are fixed. A file without any easy words has no such edition.
    """
    text = ctx.loaded.errors.positions.text
    if not has_easy_words(text):
        return
    fixed = _instrument_paths(ctx)
    for path, words in patient_texts(load_document(easy_edition(text))):
        longest = longest_sentence(words)
        if longest > LONGEST_SENTENCE and path[:4] not in fixed:
            message = f"in the easy-read edition a sentence here has {longest} words, more than 12"
            ctx.note(path, "easy-sentence", message)


def longest_sentence(text: str) -> int:
    """Return the number of words of the longest sentence; a placeholder counts as one."""
    plain = PLACEHOLDER.sub("word", text.replace("*", ""))
    return max(len(WORD.findall(sentence)) for sentence in SENTENCE.split(plain))


def _instrument_paths(ctx: LintContext) -> set[tuple[str | int, ...]]:
    scores = (one.table for one in ctx.document.scores if one.table.instrument)
    names = {name for score in scores for name in score.items}
    return {one.path for one in ctx.document.questions if one.table.id in names}
