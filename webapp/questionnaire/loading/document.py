"""The tables of `questions.toml` with their keys and types."""

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from webapp.questionnaire.loading.values import (
    Day,
    DayCount,
    Exact,
    FigureOrPair,
    Formula,
    MaybeExact,
    MaybeFormula,
    NumberPair,
    Tier,
    Time,
    Unknown,
    WhenHidden,
    each_text_row,
    text_rows,
)
from webapp.questionnaire.rules.numbers import FigureValue

PRACTICE = ("score", "laboratory", "listed", "spoiler", "considered")
"""The tables for the practitioner's page; a questionnaire may do without them."""

FINDING = ("measure", "phrase", "factor", "safety")
TABLES = ("words", "region", "unit", "section", *FINDING, *PRACTICE, "reference", "accepted")
"""The tables of the file; every other key belongs to its head."""


class StrictTable(BaseModel):
    """A table of the file, without unknown keys or values of another type.

    `below` names the keys whose tables are read separately.
    """

    below: ClassVar[tuple[str, ...]] = ()
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class IdTable(StrictTable):
    """A table with an id."""

    id: str


class EasyTable(StrictTable):
    """A table that may have easy words for its texts, by their keys; for a list, in its order."""

    easy: dict[str, str | list[str] | dict[str, str]] = {}


class BasisCaseTable(StrictTable):
    """A row of a basis's `cases`."""

    when: str
    kind: Literal["published", "arithmetic", "pragmatic"]
    sources: list[str] = []
    note: str = ""


class BasisTable(StrictTable):
    """Where a cut-off comes from."""

    kind: Literal["published", "arithmetic", "pragmatic"]
    sources: list[str] = []
    note: str = ""
    cases: list[BasisCaseTable] = []


class KeepsTable(StrictTable):
    """How long a follow-up takes an answer from last time: the `keeps` of the head or of a question."""

    days: DayCount
    basis: BasisTable


class OptionTable(IdTable):
    """One allowed answer. A key that is not listed is a figure: a number, or the lowest and the highest."""

    model_config = ConfigDict(frozen=True, extra="allow", strict=True)
    __pydantic_extra__: dict[str, FigureOrPair]

    label: str
    exclusive: bool = False
    unknown: Unknown = False
    code: str = ""
    offer_if: str | None = None

    @property
    def figures(self) -> dict[str, FigureValue]:
        return self.__pydantic_extra__

    @property
    def is_unknown(self) -> bool:
        return self.unknown is not False


class RangeTable(StrictTable):
    """A row of `ranges`."""

    when: str | None = None
    range: NumberPair


class QuestionTable(IdTable, EasyTable):
    """A `[[section.question]]`."""

    kind: Literal["single", "multi", "number"]
    text: str
    help: str = ""
    required: bool = False
    unit: str = ""
    decimals: Literal[0, 1, 2] = 0
    step: MaybeExact = None
    range: NumberPair | None = None
    ranges: list[RangeTable] = []
    plausible: NumberPair | None = None
    unknown_label: str = ""
    changeable: Literal["", "more", "less"] = ""
    show_if: str | None = None
    when_hidden: WhenHidden = None
    when_skipped: str = ""
    clinic: Literal["", "preset", "opt_in"] = ""
    short: str = ""
    note: str = ""
    code: str = ""
    picture: str = ""
    basis: dict[str, BasisTable] = {}
    keeps: KeepsTable | None = None
    asks_signs: bool = False
    options: list[OptionTable] = []

    @property
    def may_be_hidden(self) -> bool:
        return self.show_if is not None or self.clinic == "opt_in"

    @property
    def plain_options(self) -> list[OptionTable]:
        return [option for option in self.options if not option.is_unknown]


class PageCheckTable(EasyTable):
    """A `[[section.check]]`: answers that do not fit together."""

    when: str
    text: str


class SectionTable(IdTable, EasyTable):
    """A `[[section]]` without its questions, which are read one by one."""

    below = ("question",)
    title: str
    intro: str = ""
    minutes: Exact = 0
    check: list[PageCheckTable] = []


class CaseTable(StrictTable):
    """A row of a measure's `cases`."""

    when: str | None = None
    value: Formula
    basis: BasisTable | None = None


class MeasureTable(IdTable, EasyTable):
    """A `[[measure]]`."""

    title: str
    short: str = ""
    type: Literal["number", "yesno", "level"] = "number"
    unit: str = ""
    decimals: Literal[0, 1, 2, 3] = 0
    note: str = ""
    value: MaybeFormula = None
    basis: BasisTable | None = None
    cases: list[CaseTable] = []


class TextTable(StrictTable):
    """Words for the case that `when` holds."""

    when: str | None = None
    text: str


class NoteTable(TextTable, EasyTable):
    """A `[[factor.note]]`, or a row of a safety flag's `more`."""

    audience: Literal["all", "patient", "practitioner"] = "all"
    check: bool = False
    time: Time = ""
    open: bool = False
    basis: BasisTable | None = None


class PhraseTable(IdTable, EasyTable):
    """A `[[phrase]]`."""

    cases: list[TextTable]


class GradeTable(StrictTable):
    """A row of the evidence's `cases`."""

    when: str
    grade: Literal["A", "B", "C"]


class EvidenceTable(StrictTable):
    """A factor's `evidence`."""

    grade: Literal["A", "B", "C"]
    remark: str = ""
    text: str
    cases: list[GradeTable] = []


class LevelBasesTable(StrictTable):
    """A factor's `basis`: one for each level."""

    strong: BasisTable | None = None
    moderate: BasisTable | None = None
    slight: BasisTable | None = None


class FactorTable(IdTable, EasyTable):
    """A `[[factor]]`. `completeness` checks the keys that it needs."""

    title: str
    in_a_sentence: str = ""
    picture: str = ""
    strong: str | None = None
    moderate: str | None = None
    slight: str | None = None
    basis: LevelBasesTable = LevelBasesTable()
    evidence: EvidenceTable | None = None
    told: Annotated[
        list[TextTable], BeforeValidator(text_rows, json_schema_input_type=str | list[TextTable])
    ] = []
    why: str = ""
    ask: Annotated[
        list[TextTable], BeforeValidator(each_text_row, json_schema_input_type=list[str | TextTable])
    ] = []
    references: list[str] = []
    article: bool = True
    article_reference: str = ""
    estimate: str = ""
    number_lines: list[str] = []
    note: list[NoteTable] = []


class SafetyTable(IdTable, EasyTable):
    """A `[[safety]]`."""

    tier: Tier
    time: Time = ""
    at_once: bool = False
    when: str
    title: str = ""
    text: str
    more: list[NoteTable] = []
    silences_changes_of: list[str] = []
    silences_changes_of_questions: list[str] = []
    source: str = ""
    basis: BasisTable | None = None


class HeadTable(StrictTable):
    """The keys above the first table."""

    below = TABLES

    version: str
    title: str
    language: str
    translation_of: str = ""
    translated_from: str = ""
    source_words: dict[str, str] = Field(default_factory=dict)
    unreviewed: bool = False
    unpublished: list[str] = Field(default_factory=list)
    full_factors: int = 5
    full_level: Literal["", "slight", "moderate", "strong"] = ""
    reading_age: int = 0
    keeps: KeepsTable | None = None
    signed_off: Day = ""
    review_due: Day = ""
    urgent_review_due: Day = ""


class AcceptedTable(StrictTable):
    """An `[[accepted]]`: warnings that the author looked at and judged right."""

    code: str
    at: list[str]
    why: str
