"""What a codebook says: parts, entries and their rows, as text and small Markdown."""

from dataclasses import dataclass, field

from webapp.questionnaire.basis import Basis
from webapp.questionnaire.model import Questionnaire
from webapp.questionnaire.references import Reference
from webapp.report.views.model import SourceLink
from webapp.report.views.reference_text import full_text, links


class Verbatim(str):
    """What is the same in every language: a name or a code of the file, a source, an author's remark."""

    __slots__ = ()


@dataclass(frozen=True)
class Fact:
    """A line of an entry: a label and what stands behind it.

    `easy`: in easy words, "" where it has none. `is_worded`: the file words it itself, and may have easy
    words for it; others name something that has its easy words at its own place.
    """

    label: str
    text: str
    easy: str = ""
    is_worded: bool = False


@dataclass(frozen=True)
class RuleRow:
    """One rule: what it decides, in words, as the file writes it, and where its numbers come from."""

    label: str
    words: str
    written: str = ""
    basis: Basis | None = None


@dataclass(frozen=True)
class WordsRow:
    """One sentence that the report or a screen prints, and where; `where` is "" for a fixed sentence."""

    label: str
    text: str
    where: str = ""
    basis: Basis | None = None
    easy: str = ""


@dataclass(frozen=True)
class AnswerTable:
    """The answers of a choice: the names of the columns, and a row of cells for each option.

    Ids and words come first, then easy words if there are any, then the figures, and at the end the meaning.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    has_easy_words: bool = False


@dataclass(frozen=True)
class CodebookEntry:
    """One table of the file, such as a question, a factor or a flag. `references` are ids."""

    id: str
    title: str
    facts: tuple[Fact, ...] = ()
    options: AnswerTable | None = None
    rules: tuple[RuleRow, ...] = ()
    words: tuple[WordsRow, ...] = ()
    references: tuple[str, ...] = ()
    easy_title: str = ""

    def cited(self) -> frozenset[str]:
        bases = (*(row.basis for row in self.rules), *(row.basis for row in self.words))
        return frozenset(self.references).union(*(basis.all_sources for basis in bases if basis))


@dataclass(frozen=True)
class CodebookPart:
    """What is signed together: a section of questions, or all entries of one kind."""

    title: str
    entries: tuple[CodebookEntry, ...]
    intro: str = ""
    easy_title: str = ""
    easy_intro: str = ""


@dataclass(frozen=True)
class ReferenceRow:
    """A paper with its number in the codebook, and the titles of the entries that name it."""

    number: int
    reference: Reference
    used_by: tuple[str, ...]

    @property
    def text(self) -> str:
        return full_text(self.reference)

    @property
    def links(self) -> tuple[SourceLink, ...]:
        return links(self.reference)


@dataclass(frozen=True)
class Codebook:
    """The whole questionnaire, ready to be laid out."""

    questionnaire: Questionnaire
    parts: tuple[CodebookPart, ...]
    references: tuple[ReferenceRow, ...]
    easy: Questionnaire | None = None
    numbers: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "numbers", {row.reference.id: row.number for row in self.references})
