"""From a questionnaire to its codebook."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from webapp.localization.localizer import ENGLISH, Localizer
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
    Verbatim,
    WordsRow,
)
from webapp.workbench.codebook.questions import section_part
from webapp.workbench.codebook.writer import Writer

T = TypeVar("T")


def build_codebook(
    asked: Questionnaire, words: Localizer = ENGLISH, easy: Questionnaire | None = None
) -> Codebook:
    """Return everything that the questionnaire asks, works out, judges and says, in the order of the file.

    With its easy-read edition, easy words stand beside the plain ones.
    """
    parts = _parts(Writer(asked, words))
    if easy:
        pairs = zip(parts, _parts(Writer(easy, words)), strict=True)
        parts = tuple(with_easy_words(*pair, words.gettext("In easy words")) for pair in pairs)
    return Codebook(asked, parts, tuple(_references(asked, parts)), easy)


def _parts(writer: Writer) -> tuple[CodebookPart, ...]:
    sections = (section_part(section, writer) for section in writer.asked.sections)
    return (*sections, *(part for part in _other_parts(writer) if part.entries))


def _other_parts(writer: Writer) -> Iterator[CodebookPart]:
    words, asked, page = writer.words, writer.asked, writer.asked.practice
    phrases = tuple(phrase_entry(name, text, writer) for name, text in asked.phrases.items())
    yield _part(words.gettext("Measures: what is worked out"), asked.measures.values(), measure_entry, writer)
    yield _part(words.gettext("Factors"), asked.factors.values(), factor_entry, writer)
    yield _part(words.gettext("Safety flags"), asked.safety, flag_entry, writer)
    yield _part(words.gettext("Scores for the practitioner"), page.scores, practice.score_entry, writer)
    yield _part(words.gettext("Laboratory values"), page.laboratory, practice.laboratory_entry, writer)
    yield _part(words.gettext("Answers that are listed"), page.listed, practice.listed_entry, writer)
    yield _part(words.gettext("What spoils tests"), page.spoilers, practice.spoiler_entry, writer)
    yield _part(words.gettext("Tests to consider"), page.considered, practice.considered_entry, writer)
    yield CodebookPart(words.gettext("Phrases: words for placeholders"), phrases)
    yield CodebookPart(words.gettext("Fixed sentences and numbers to call"), tuple(_fixed(writer)))


def _part(
    title: str, things: Iterable[T], entry: Callable[[T, Writer], CodebookEntry], writer: Writer
) -> CodebookPart:
    return CodebookPart(title, tuple(entry(one, writer) for one in things))


def _fixed(writer: Writer) -> Iterator[CodebookEntry]:
    words, asked = writer.words, writer.asked
    sentences = tuple(WordsRow(Verbatim(key), text) for key, text in asked.words.items())
    yield CodebookEntry("words", words.gettext("Fixed sentences"), words=sentences)
    numbers = (Fact(_named(name, words), _calls(region, words)) for name, region in asked.regions.items())
    yield CodebookEntry("regions", words.gettext("Numbers to call, by region"), tuple(numbers))
    title = words.gettext("Words that depend on the region")
    yield CodebookEntry("regions.words", title, words=tuple(_of_regions(writer)))


def _of_regions(writer: Writer) -> Iterator[WordsRow]:
    for name, region in writer.asked.regions.items():
        rows = ((key, getattr(region, key)) for key in REGION_WORDS)
        where = _named(name, writer.words)
        yield from (WordsRow(Verbatim(f"{{{key}}}"), text, where) for key, text in rows if text)


def _named(region: str, words: Localizer) -> str:
    return Verbatim(region) if region else words.gettext("not known")


def _calls(region: Region, words: Localizer) -> str:
    """Return the numbers to call, and who has phoned them."""
    numbers = words.join_phrases((region.emergency, region.help_line))
    if not region.confirmed:
        return words.gettext("%(numbers)s (nobody has phoned these yet)", numbers=numbers)
    if not region.phoned_on:
        return numbers
    return words.gettext(
        "%(numbers)s (phoned by %(name)s on %(day)s)",
        numbers=numbers,
        name=region.phoned_by,
        day=region.phoned_on,
    )


def _references(asked: Questionnaire, parts: Iterable[CodebookPart]) -> Iterator[ReferenceRow]:
    entries = [entry for part in parts for entry in part.entries]
    cited = [(entry, entry.cited()) for entry in entries]
    for number, reference in enumerate(asked.references.values(), start=1):
        used_by = tuple(dict.fromkeys(entry.title for entry, ids in cited if reference.id in ids))
        yield ReferenceRow(number, reference, used_by)
