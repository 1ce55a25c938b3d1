"""Checks of units."""

import re
from collections.abc import Iterator

from webapp.questionnaire.loading.positions import TomlPath
from webapp.questionnaire.loading.reading import TableEntry, TomlDocument
from webapp.questionnaire.loading.unit_table import UnitTable
from webapp.questionnaire.problems import ErrorCollector

WHOLE = re.compile("0|[1-9][0-9]*")


def check_units(document: TomlDocument, errors: ErrorCollector) -> None:
    """Add errors for units that are unused or listed twice.

    Call it last: with other errors, it may not be known which units are in use.
    """
    if errors.problems:
        return
    used = {unit for _, unit in units_in_use(document)}
    seen: set[str] = set()
    for unit in document.units:
        code, path = unit.table.code, (*unit.path, "unit" if unit.table.unit else "many")
        if code in seen:
            errors.add(path, "duplicate-id", "this unit is there twice", code)
        elif code not in used:
            errors.add_unknown_name(path, "unit", code, sorted(used))
        _check_numbers(unit, errors)
        seen.add(code)


def units_in_use(document: TomlDocument) -> Iterator[tuple[TomlPath, str]]:
    """Return the units of questions, measures and laboratory values, each with its path."""
    laboratory = [(one.path, one.table) for one in document.laboratory]
    found = (
        *((one.path, one.table.unit) for one in document.questions),
        *((one.path, one.table.unit) for one in document.measures),
        *((path, table.unit) for path, table in laboratory),
        *(((*path, "other"), table.other.unit) for path, table in laboratory if table.other),
    )
    return (((*path, "unit"), unit) for path, unit in found if unit)


def _check_numbers(unit: TableEntry[UnitTable], errors: ErrorCollector) -> None:
    for number in unit.table.exactly:
        if not WHOLE.fullmatch(number):
            message = "a whole number is wanted, in digits, before the words that replace it"
            errors.add((*unit.path, "exactly"), "wrong-value", message, number)
