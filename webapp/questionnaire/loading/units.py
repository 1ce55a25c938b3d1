"""Checks of units."""

from webapp.questionnaire.loading.reading import Document
from webapp.questionnaire.problems import ErrorCollector


def check_units(document: Document, errors: ErrorCollector) -> None:
    """Add errors for units that are unused or listed twice.

    Call it last: with other errors, it may not be known which units are in use.
    """
    if errors.problems:
        return
    used = {one.table.unit for one in document.questions} | {one.table.unit for one in document.measures}
    seen: set[str] = set()
    for unit in document.units:
        many = unit.table.many
        if many in seen:
            errors.add((*unit.path, "many"), "duplicate-id", "this unit is there twice", many)
        elif many not in used:
            errors.add_unknown_name((*unit.path, "many"), "unit", many, sorted(used - {""}))
        seen.add(many)
