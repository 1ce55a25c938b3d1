"""The tables for the practitioner's page with their keys and types."""

from typing import Literal

from pydantic import Field

from webapp.questionnaire.loading.document import BasisTable, IdTable, StrictTable
from webapp.questionnaire.loading.values import Formula


class BandTable(StrictTable):
    """A `[[score.band]]`."""

    when: str
    text: str
    basis: BasisTable


class ScoreTable(IdTable):
    """A `[[score]]`. `practice_checks` checks that it has a measure or items."""

    title: str
    measure: str = ""
    items: list[str] = Field(default_factory=list)
    figure: str = ""
    when: str | None = None
    note: str = ""
    number_line: bool = False
    instrument: bool = False
    basis: BasisTable | None = None
    band: list[BandTable] = Field(default_factory=list)


class ConversionTable(StrictTable):
    """A laboratory value's `other`."""

    unit: str
    value: Formula
    decimals: Literal[0, 1, 2, 3] = 0
    basis: BasisTable


class LaboratoryTable(IdTable):
    """A `[[laboratory]]`."""

    title: str
    question: str
    when: str | None = None
    unit: str
    other: ConversionTable | None = None


class ListedTable(IdTable):
    """A `[[listed]]`."""

    title: str
    questions: list[str]


class SpoilerTable(IdTable):
    """A `[[spoiler]]`."""

    when: str
    text: str
    source: str = ""
    basis: BasisTable | None = None


class ReasonTable(StrictTable):
    """A row of a test's `reasons`."""

    when: str | None = None
    text: str
    basis: BasisTable | None = None


class ConsideredTable(IdTable):
    """A `[[considered]]`."""

    title: str
    when: str | None = None
    reasons: list[ReasonTable]
    limits: str
    advised: bool = True
    basis: BasisTable | None = None
    references: list[str] = Field(default_factory=list)
