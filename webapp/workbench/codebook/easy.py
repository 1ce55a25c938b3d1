"""Easy words beside the plain ones, for a clinician who signs both."""

from dataclasses import replace

from webapp.workbench.codebook.model import AnswerTable, CodebookEntry, CodebookPart, Fact, WordsRow

COLUMN = "In easy words"

WORDED = {"Short name", "Help", "Not sure", "In reports", "In a sentence", "How sure", "Why it may matter"}
"""The facts that the file words itself; others name something that has its easy words at its own place."""


def with_easy_words(plain: CodebookPart, easy: CodebookPart) -> CodebookPart:
    """Return a part with the easy words of the same part of the easy-read edition, where they differ."""
    entries = zip(plain.entries, easy.entries, strict=True)
    return replace(
        plain,
        entries=tuple(_entry(*pair) for pair in entries),
        easy_title=_easy(plain.title, easy.title),
        easy_intro=_easy(plain.intro, easy.intro),
    )


def _entry(plain: CodebookEntry, easy: CodebookEntry) -> CodebookEntry:
    return replace(
        plain,
        easy_title=_easy(plain.title, easy.title),
        facts=tuple(_fact(*pair) for pair in zip(plain.facts, easy.facts, strict=True)),
        options=_options(plain.options, easy.options) if plain.options and easy.options else None,
        words=tuple(_row(*pair) for pair in zip(plain.words, easy.words, strict=True)),
    )


def _fact(plain: Fact, easy: Fact) -> Fact:
    return replace(plain, easy=_easy(plain.text, easy.text)) if plain.label in WORDED else plain


def _row(plain: WordsRow, easy: WordsRow) -> WordsRow:
    return replace(plain, easy=_easy(plain.text, easy.text))


def _options(plain: AnswerTable, easy: AnswerTable) -> AnswerTable:
    """Return the answers with a column for easy words behind that of the plain ones, where any differ."""
    words = [_easy(one[1], other[1]) for one, other in zip(plain.rows, easy.rows, strict=True)]
    if not any(words):
        return plain
    rows = ((*row[:2], said, *row[2:]) for row, said in zip(plain.rows, words, strict=True))
    return AnswerTable((*plain.columns[:2], COLUMN, *plain.columns[2:]), tuple(rows))


def _easy(plain: str, easy: str) -> str:
    return easy if easy != plain else ""
