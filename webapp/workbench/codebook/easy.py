"""Easy words beside the plain ones, for a clinician who signs both."""

from dataclasses import replace

from webapp.workbench.codebook.model import AnswerTable, CodebookEntry, CodebookPart, Fact, WordsRow


def with_easy_words(plain: CodebookPart, easy: CodebookPart, heading: str) -> CodebookPart:
    """Return a part with the easy words of the same part of the easy-read edition, where they differ.

    `heading` stands above the easy words of answers.
    """
    entries = zip(plain.entries, easy.entries, strict=True)
    return replace(
        plain,
        entries=tuple(_entry(*pair, heading) for pair in entries),
        easy_title=_easy(plain.title, easy.title),
        easy_intro=_easy(plain.intro, easy.intro),
    )


def _entry(plain: CodebookEntry, easy: CodebookEntry, heading: str) -> CodebookEntry:
    return replace(
        plain,
        easy_title=_easy(plain.title, easy.title),
        facts=tuple(_fact(*pair) for pair in zip(plain.facts, easy.facts, strict=True)),
        options=_options(plain.options, easy.options, heading) if plain.options and easy.options else None,
        words=tuple(_row(*pair) for pair in zip(plain.words, easy.words, strict=True)),
    )


def _fact(plain: Fact, easy: Fact) -> Fact:
    return replace(plain, easy=_easy(plain.text, easy.text)) if plain.is_worded else plain


def _row(plain: WordsRow, easy: WordsRow) -> WordsRow:
    return replace(plain, easy=_easy(plain.text, easy.text))


def _options(plain: AnswerTable, easy: AnswerTable, heading: str) -> AnswerTable:
    """Return the answers with a column for easy words behind that of the plain ones, where any differ."""
    words = [_easy(one[1], other[1]) for one, other in zip(plain.rows, easy.rows, strict=True)]
    if not any(words):
        return plain
    rows = ((*row[:2], said, *row[2:]) for row, said in zip(plain.rows, words, strict=True))
    columns = (*plain.columns[:2], heading, *plain.columns[2:])
    return AnswerTable(columns, tuple(rows), has_easy_words=True)


def _easy(plain: str, easy: str) -> str:
    return easy if easy != plain else ""
