"""From a questionnaire to its codebook."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from webapp.questionnaire.model import Questionnaire
from webapp.questionnaire.regions import REGION_WORDS, Region
from webapp.workbench.codebook import practice
from webapp.workbench.codebook.easy import with_easy_words
from webapp.workbench.codebook.judgements import factor_entry, flag_entry, measure_entry, phrase_entry
from webapp.workbench.codebook.model import (
    Codebook,
    CodebookEntry,
    CodebookPart,
    Fact,
    ReferenceRow,
    WordsRow,
)
from webapp.workbench.codebook.questions import section_part

T = TypeVar("T")


def build_codebook(asked: Questionnaire, easy: Questionnaire | None = None) -> Codebook:
    """Return everything that the questionnaire asks, works out, judges and says, in the order of the file.

    With its easy-read edition, easy words stand beside the plain ones.
    """
    parts = _parts(asked)
    if easy:
        parts = tuple(with_easy_words(*pair) for pair in zip(parts, _parts(easy), strict=True))
    return Codebook(asked, parts, tuple(_references(asked, parts)), easy)


def _parts(asked: Questionnaire) -> tuple[CodebookPart, ...]:
    sections = (section_part(section, asked) for section in asked.sections)
    return (*sections, *(part for part in _other_parts(asked) if part.entries))


def _other_parts(asked: Questionnaire) -> Iterator[CodebookPart]:
    page = asked.practice
    phrases = tuple(phrase_entry(name, text, asked) for name, text in asked.phrases.items())
    yield _part("Measures: what is worked out", asked.measures.values(), measure_entry, asked)
    yield _part("Factors", asked.factors.values(), factor_entry, asked)
    yield _part("Safety flags", asked.safety, flag_entry, asked)
    yield _part("Scores for the practitioner", page.scores, practice.score_entry, asked)
    yield _part("Laboratory values", page.laboratory, practice.laboratory_entry, asked)
    yield _part("Answers that are listed", page.listed, practice.listed_entry, asked)
    yield _part("What spoils tests", page.spoilers, practice.spoiler_entry, asked)
    yield _part("Tests to consider", page.considered, practice.considered_entry, asked)
    yield CodebookPart("Phrases: words for placeholders", phrases)
    yield CodebookPart("Fixed sentences and numbers to call", tuple(_fixed(asked)))


def _part(
    title: str, things: Iterable[T], entry: Callable[[T, Questionnaire], CodebookEntry], asked: Questionnaire
) -> CodebookPart:
    return CodebookPart(title, tuple(entry(one, asked) for one in things))


def _fixed(asked: Questionnaire) -> Iterator[CodebookEntry]:
    sentences = tuple(WordsRow(key, text) for key, text in asked.words.items())
    yield CodebookEntry("words", "Fixed sentences", words=sentences)
    numbers = (
        Fact(name or "not known", f"{region.emergency}; {region.help_line}{_confirmed(region)}")
        for name, region in asked.regions.items()
    )
    yield CodebookEntry("regions", "Numbers to call, by region", tuple(numbers))
    yield CodebookEntry("regions.words", "Words that depend on the region", words=tuple(_of_regions(asked)))


def _of_regions(asked: Questionnaire) -> Iterator[WordsRow]:
    for name, region in asked.regions.items():
        rows = ((key, getattr(region, key)) for key in REGION_WORDS)
        yield from (WordsRow(f"{{{key}}}", text, name or "not known") for key, text in rows if text)


def _confirmed(region: Region) -> str:
    if not region.confirmed:
        return " (nobody has phoned these yet)"
    return f" (phoned by {region.phoned_by} on {region.phoned_on})" if region.phoned_on else ""


def _references(asked: Questionnaire, parts: Iterable[CodebookPart]) -> Iterator[ReferenceRow]:
    entries = [entry for part in parts for entry in part.entries]
    cited = [(entry, entry.cited()) for entry in entries]
    for number, reference in enumerate(asked.references.values(), start=1):
        used_by = tuple(dict.fromkeys(entry.title for entry, ids in cited if reference.id in ids))
        yield ReferenceRow(number, reference, used_by)
