"""Checks of the bounds and steps of numbers."""

from fractions import Fraction

from webapp.questionnaire.loading.document import QuestionTable
from webapp.questionnaire.loading.reading import TableEntry, TomlDocument
from webapp.questionnaire.problems import ErrorCollector
from webapp.questionnaire.rules.numbers import Number, write_exact


def check_ranges(document: TomlDocument, errors: ErrorCollector) -> None:
    """Add errors for bounds that are missing, reversed or outside each other, and for impossible steps."""
    for question in document.questions:
        if question.table.kind == "number":
            _check_bounds(errors, question)
            _check_step(errors, question)


def _check_step(errors: ErrorCollector, question: TableEntry[QuestionTable]) -> None:
    path, step = (*question.path, "step"), question.table.step
    if step is None:
        return
    if "decimals" in question.table.model_fields_set:
        errors.add_to_key(path, "step", '"step" says how many decimals there are: leave one of the two out')
    parts = 1 / Fraction(step) if step > 0 else Fraction(0)
    if parts.denominator != 1 or parts.numerator < 1 or 100 % parts.numerator:
        errors.add(path, "step", "a step is 1, 0.5, 0.25, 0.2, 0.1 or smaller, to 0.01", write_exact(step))


def _check_bounds(errors: ErrorCollector, question: TableEntry[QuestionTable]) -> None:
    path, table = question.path, question.table
    if (table.range is None) == (not table.ranges):
        errors.add((*path, "range"), "range", 'a number question needs either "range" or "ranges"')
    pairs = [((*path, "ranges", index, "range"), row.range) for index, row in enumerate(table.ranges)]
    for place, pair in [((*path, "range"), table.range), *pairs, ((*path, "plausible"), table.plausible)]:
        if pair and pair[0] > pair[1]:
            errors.add(place, "upside-down", "the lowest number comes first", _written(pair))
    widest = widest_range(table)
    if widest and table.plausible and not _holds(widest, table.plausible):
        message = f"what is plausible must lie within {_written(widest)}"
        errors.add((*path, "plausible"), "plausible", message, _written(table.plausible))


def widest_range(table: QuestionTable) -> tuple[Number, Number] | None:
    """Return the lowest and highest number that is accepted under any condition."""
    pairs = [pair for pair in (table.range, *(row.range for row in table.ranges)) if pair]
    ends = [end for pair in pairs for end in pair]
    return (min(ends), max(ends)) if ends else None


def _holds(outer: tuple[Number, Number], inner: tuple[Number, Number]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _written(pair: tuple[Number, Number]) -> str:
    return f"[{write_exact(pair[0])}, {write_exact(pair[1])}]"
