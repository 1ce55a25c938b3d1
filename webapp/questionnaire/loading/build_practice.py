"""From checked tables to the values of the practitioner's page."""

from collections.abc import Mapping

from webapp.questionnaire.basis import Basis
from webapp.questionnaire.loading.formulas import Formulas
from webapp.questionnaire.loading.positions import TomlPath
from webapp.questionnaire.loading.practice_tables import (
    ConsideredTable,
    ConversionTable,
    LaboratoryTable,
    ScoreTable,
    SpoilerTable,
)
from webapp.questionnaire.loading.reading import TableEntry, TomlDocument
from webapp.questionnaire.practice import (
    BandRule,
    ConsideredRule,
    Conversion,
    LaboratoryRule,
    ListedRule,
    PracticePage,
    ReasonRule,
    ScoreRule,
    SpoilerRule,
)
from webapp.questionnaire.units import UnitForms

Bases = Mapping[TomlPath, Basis]

Units = Mapping[str, UnitForms]
"""The words of units by the names that other programs know them by."""


def build_practice(document: TomlDocument, formulas: Formulas, bases: Bases, units: Units) -> PracticePage:
    """Return the practitioner's page of a document without errors."""
    listed = (one.table for one in document.listed)
    return PracticePage(
        tuple(_instrument(one, formulas, bases) for one in document.scores),
        tuple(_laboratory(one, formulas, bases, units) for one in document.laboratory),
        tuple(ListedRule(table.id, table.title, tuple(table.questions)) for table in listed),
        tuple(_spoiler(one, formulas, bases) for one in document.spoilers),
        tuple(_consideration(one, formulas, bases) for one in document.considered),
    )


def _instrument(entry: TableEntry[ScoreTable], formulas: Formulas, bases: Bases) -> ScoreRule:
    path, table = entry.path, entry.table
    return ScoreRule(
        id=table.id,
        title=table.title,
        measure=table.measure,
        items=tuple(table.items),
        figure=table.figure,
        when=formulas.nodes.get((*path, "when")),
        bands=tuple(
            BandRule(
                band.text, formulas.nodes[*path, "band", index, "when"], bases[*path, "band", index, "basis"]
            )
            for index, band in enumerate(table.band)
        ),
        note=table.note,
        basis=bases.get((*path, "basis")),
        has_number_line=table.number_line,
        is_instrument=table.instrument,
    )


def _laboratory(
    entry: TableEntry[LaboratoryTable], formulas: Formulas, bases: Bases, units: Units
) -> LaboratoryRule:
    path, table = entry.path, entry.table
    when = formulas.nodes.get((*path, "when"))
    other = _conversion(entry, table.other, formulas, bases, units) if table.other else None
    unit = _unit_words(table.unit, units)
    return LaboratoryRule(table.id, table.title, table.question, unit, when, other)


def _unit_words(unit: str, units: Units) -> str:
    return units[unit].many if unit in units else unit


def _conversion(
    entry: TableEntry[LaboratoryTable],
    other: ConversionTable,
    formulas: Formulas,
    bases: Bases,
    units: Units,
) -> Conversion:
    value = formulas.nodes[*entry.path, "other", "value"]
    unit = _unit_words(other.unit, units)
    return Conversion(unit, value, other.decimals, bases[*entry.path, "other", "basis"])


def _spoiler(entry: TableEntry[SpoilerTable], formulas: Formulas, bases: Bases) -> SpoilerRule:
    table = entry.table
    basis = bases.get((*entry.path, "basis"))
    return SpoilerRule(table.id, formulas.nodes[*entry.path, "when"], table.text, table.source, basis)


def _consideration(entry: TableEntry[ConsideredTable], formulas: Formulas, bases: Bases) -> ConsideredRule:
    path, table = entry.path, entry.table
    return ConsideredRule(
        id=table.id,
        title=table.title,
        reasons=tuple(
            ReasonRule(
                row.text,
                formulas.nodes.get((*path, "reasons", index, "when")),
                bases.get((*path, "reasons", index, "basis")),
            )
            for index, row in enumerate(table.reasons)
        ),
        limits=table.limits,
        when=formulas.nodes.get((*path, "when")),
        is_advised=table.advised,
        basis=bases.get((*path, "basis")),
        references=tuple(table.references),
    )
