"""Checks of units."""

import re

from webapp.questionnaire.loading.reading import Document, TableEntry
from webapp.questionnaire.loading.unit_table import UnitTable
from webapp.questionnaire.problems import ErrorCollector

WHOLE = re.compile("0|[1-9][0-9]*")


def check_units(document: Document, errors: ErrorCollector) -> None:
    """Add errors for units that are unused or listed twice.

    Call it last: with other errors, it may not be known which units are in use.
    """
    if errors.problems:
        return
    used = {one.table.unit for one in document.questions} | {one.table.unit for one in document.measures}
    seen: set[str] = set()
    for unit in document.units:
        code, path = unit.table.code, (*unit.path, "unit" if unit.table.unit else "many")
        if code in seen:
            errors.add(path, "duplicate-id", "this unit is there twice", code)
        elif code not in used:
            errors.add_unknown_name(path, "unit", code, sorted(used - {""}))
        _check_numbers(unit, errors)
        seen.add(code)


def _check_numbers(unit: TableEntry[UnitTable], errors: ErrorCollector) -> None:
    for number in unit.table.exactly:
        if not WHOLE.fullmatch(number):
            message = "a whole number is wanted, in digits, before the words that replace it"
            errors.add((*unit.path, "exactly"), "wrong-value", message, number)
