"""Checks of rows with a `when`."""

from collections.abc import Sequence

from webapp.questionnaire.loading.document import CaseTable, MeasureTable, RangeTable, TextTable
from webapp.questionnaire.loading.positions import TomlPath
from webapp.questionnaire.loading.reading import TableEntry, TomlDocument
from webapp.questionnaire.problems import ErrorCollector

CaseRows = Sequence[CaseTable | RangeTable | TextTable]


def check_cases(document: TomlDocument, errors: ErrorCollector) -> None:
    """Add errors for rows that are never reached, and for lists that may have no row that holds."""
    for question in document.questions:
        _check_order(errors, (*question.path, "ranges"), question.table.ranges)
    for measure in document.measures:
        _check_measure(errors, measure)
    for phrase in document.phrases:
        _check_closed(errors, (*phrase.path, "cases"), phrase.table.cases)
    for factor in document.factors:
        _check_closed(errors, (*factor.path, "told"), factor.table.told)


def _check_measure(errors: ErrorCollector, measure: TableEntry[MeasureTable]) -> None:
    path, table = measure.path, measure.table
    if (table.value is None) == (not table.cases):
        errors.add((*path, "value"), "formula", 'a measure needs either "value" or "cases"')
    _check_closed(errors, (*path, "cases"), table.cases)


def _check_order(errors: ErrorCollector, path: TomlPath, rows: CaseRows) -> None:
    for index, row in enumerate(rows[:-1]):
        if row.when is None:
            message = 'a row without "when" always holds: the rows after it are never reached'
            errors.add((*path, index), "never-reached", message)


def _check_closed(errors: ErrorCollector, path: TomlPath, rows: CaseRows) -> None:
    _check_order(errors, path, rows)
    if rows and rows[-1].when is not None:
        message = 'the last row must have no "when", so that one row always holds'
        errors.add((*path, len(rows) - 1), "no-last-row", message)
