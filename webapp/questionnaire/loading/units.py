"""Units: how each is written behind the number one."""

from __future__ import annotations

from webapp.questionnaire.loading.reading import Document
from webapp.questionnaire.problems import Ledger


def check_units(document: Document, ledger: Ledger) -> None:
    """Book a unit that nothing is counted in, and one that is there twice.

    To be called last: where something else is wrong, what is counted may not be known.
    """
    if ledger.problems:
        return
    used = {one.table.unit for one in document.questions} | {one.table.unit for one in document.measures}
    seen: set[str] = set()
    for unit in document.units:
        many = unit.table.many
        if many in seen:
            ledger.book((*unit.path, "many"), "duplicate-id", "this unit is there twice", many)
        elif many not in used:
            ledger.book_name((*unit.path, "many"), "unit", many, sorted(used - {""}))
        seen.add(many)
