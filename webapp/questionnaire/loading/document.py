"""The shape of `questions.toml`: its tables, their keys, and what may stand behind each."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainValidator
from pydantic_core import PydanticCustomError

Number = int | Fraction

PRACTICE = ("score", "laboratory", "listed", "spoiler", "considered")
"""The tables for the practitioner's page; a questionnaire may do without them."""

TABLES = (
    *("words", "region", "section", "measure", "phrase", "factor", "safety"),
    *(*PRACTICE, "reference", "accepted"),
)
"""The tables of the file; every other key belongs to its head."""


def exact_number(value: object) -> Number:
    """A whole number or a fraction; whole fractions become whole numbers."""
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        raise PydanticCustomError("number", "this must be a number in plain digits, such as 12 or 2.5")
    return value.numerator if value.denominator == 1 else value


def decimal_text(number: Number) -> str:
    """The digits of a number that was read from decimal digits, as the rule language writes them."""
    if isinstance(number, int):
        return str(number)
    places = 0
    while (number * 10**places).denominator > 1:
        places += 1
    digits = str(abs(number) * 10**places).rjust(places + 1, "0")
    return f"{'-' if number < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def _formula(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        raise PydanticCustomError("formula", "this must be a rule in quotes or a number")
    return decimal_text(exact_number(value))


def _pair(value: object) -> tuple[Number, Number]:
    if not isinstance(value, list) or [isinstance(one, int | Fraction) for one in value] != [True, True]:
        raise PydanticCustomError("pair", "this must be two numbers, such as [0, 15]")
    return exact_number(value[0]), exact_number(value[1])


def _when_hidden(value: object) -> str | Number:
    return value if isinstance(value, str) else exact_number(value)


def _unknown(value: object) -> bool | tuple[str, ...]:
    if isinstance(value, bool):
        return value
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise PydanticCustomError("unknown", "this must be true, or a list of the options that stay possible")
    return tuple(value)


def _rows(value: object) -> object:
    return [{"text": value}] if isinstance(value, str) else value


def _tier(value: object) -> str:
    if isinstance(value, bool) or value not in ("stop", 1, 2, 3, "support", "practitioner"):
        raise PydanticCustomError("tier", 'this must be "stop", 1, 2, 3, "support" or "practitioner"')
    return str(value)


Exact = Annotated[int | Fraction, PlainValidator(exact_number)]
Formula = Annotated[str, PlainValidator(_formula)]
Pair = Annotated[tuple[Number, Number], PlainValidator(_pair)]


class Table(BaseModel):
    """A table of the file: no unknown keys, no value of another type.

    `below` are the keys of tables that are read by themselves.
    """

    below: ClassVar[tuple[str, ...]] = ()
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class IdTable(Table):
    """A table that others name by its id."""

    id: str


class OptionTable(IdTable):
    """One allowed answer. A key that is not listed is a figure, and must be a number."""

    model_config = ConfigDict(frozen=True, extra="allow", strict=True)
    __pydantic_extra__: dict[str, Exact]

    label: str
    exclusive: bool = False
    unknown: Annotated[bool | tuple[str, ...], PlainValidator(_unknown)] = False
    code: str = ""

    @property
    def figures(self) -> dict[str, Number]:
        return self.__pydantic_extra__

    @property
    def is_unknown(self) -> bool:
        return self.unknown is not False


class RangeTable(Table):
    """A row of `ranges`."""

    when: str | None = None
    range: Pair


class QuestionTable(IdTable):
    """A `[[section.question]]`."""

    kind: Literal["single", "multi", "number"]
    text: str
    help: str = ""
    required: bool = False
    unit: str = ""
    decimals: Literal[0, 1, 2, 3] = 0
    range: Pair | None = None
    ranges: list[RangeTable] = []
    plausible: Pair | None = None
    unknown_label: str = ""
    changeable: Literal["", "more", "less"] = ""
    show_if: str | None = None
    when_hidden: Annotated[str | Number | None, PlainValidator(_when_hidden)] = None
    when_skipped: str = ""
    clinic: Literal["", "preset", "opt_in"] = ""
    short: str = ""
    note: str = ""
    code: str = ""
    options: list[OptionTable] = []

    @property
    def may_be_hidden(self) -> bool:
        return self.show_if is not None or self.clinic == "opt_in"

    @property
    def plain_options(self) -> list[OptionTable]:
        """The options that say something."""
        return [option for option in self.options if not option.is_unknown]


class SectionTable(IdTable):
    """A `[[section]]`, without its questions: those are read one by one."""

    below = ("question",)

    title: str
    intro: str = ""
    minutes: Exact = 0


class CaseTable(Table):
    """A row of a measure's `cases`."""

    when: str | None = None
    value: Formula


class MeasureTable(IdTable):
    """A `[[measure]]`."""

    title: str
    type: Literal["number", "yesno", "level"] = "number"
    unit: str = ""
    decimals: Literal[0, 1, 2, 3] = 0
    note: str = ""
    value: Annotated[str | None, PlainValidator(_formula)] = None
    cases: list[CaseTable] = []


class TextTable(Table):
    """Words that are used where `when` holds."""

    when: str | None = None
    text: str


class NoteTable(TextTable):
    """A `[[factor.note]]`."""

    audience: Literal["all", "patient", "practitioner"] = "all"


class PhraseTable(IdTable):
    """A `[[phrase]]`."""

    cases: list[TextTable]


class GradeTable(Table):
    """A grade that holds in some cases only."""

    when: str
    grade: Literal["A", "B", "C"]


class EvidenceTable(Table):
    """A factor's `evidence`."""

    grade: Literal["A", "B", "C"]
    remark: str = ""
    text: str
    cases: list[GradeTable] = []


class BasisTable(Table):
    """Where each cut-off of a factor comes from."""

    strong: str | None = None
    moderate: str | None = None
    slight: str | None = None


class FactorTable(IdTable):
    """A `[[factor]]`. What it must not lack is checked with the whole document."""

    title: str
    strong: str | None = None
    moderate: str | None = None
    slight: str | None = None
    basis: BasisTable = BasisTable()
    evidence: EvidenceTable | None = None
    told: Annotated[list[TextTable], BeforeValidator(_rows)] = []
    why: str = ""
    ask: list[str] = []
    references: list[str] = []
    article: bool = True
    article_reference: str = ""
    estimate: str = ""
    note: list[NoteTable] = []


class SafetyTable(IdTable):
    """A `[[safety]]`."""

    tier: Annotated[str, PlainValidator(_tier)]
    when: str
    title: str = ""
    text: str
    more: list[NoteTable] = []
    silences_changes_of: list[str] = []
    source: str = ""


class ReferenceTable(IdTable):
    """A `[[reference]]`."""

    authors: str = ""
    title: str
    year: int | None = None
    journal: str = ""
    doi: str = ""
    pmid: str = ""
    url: str = ""
    note: str = ""
    checked: Literal["", "V", "V-abs", "M"] = ""


class RegionTable(IdTable):
    """A `[[region]]`."""

    emergency: str
    help_line: str
    confirmed: bool = False


class HeadTable(Table):
    """The keys above the first table."""

    below = TABLES

    version: str
    title: str
    language: str
    full_factors: int = 5
    reading_age: int = 0


class AcceptedTable(Table):
    """An `[[accepted]]`: warnings of the check that were looked at and judged right."""

    code: str
    at: list[str]
    why: str
