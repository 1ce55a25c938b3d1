"""Bounds, and numbers that stand for an answer, that nobody could type."""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from webapp.questionnaire.loading.document import QuestionTable
from webapp.questionnaire.loading.positions import TomlPath
from webapp.questionnaire.loading.reading import TableEntry
from webapp.questionnaire.model import Question
from webapp.questionnaire.rules.numbers import Number, write_exact
from webapp.workbench.lint.context import LintContext


def check_typable(ctx: LintContext) -> None:
    """Refuse each bound and each stand-in of a number question that is between two answers.

    `when_hidden` may be outside the bounds, as 0 days of signs that nobody has, but not between answers.
    """
    for entry in ctx.document.questions:
        question = ctx.loaded.questionnaire.questions[entry.table.id]
        for path, number in _stand_ins(entry) if question.kind == "number" else ():
            if (Fraction(number) / question.step).denominator > 1:
                ctx.note(path, "off-step", _message(question, number), write_exact(number))


def _stand_ins(entry: TableEntry[QuestionTable]) -> Iterator[tuple[TomlPath, Number]]:
    path, table = entry.path, entry.table
    pairs = [((*path, "range"), table.range), ((*path, "plausible"), table.plausible)]
    pairs += [((*path, "ranges", index, "range"), row.range) for index, row in enumerate(table.ranges)]
    for place, pair in pairs:
        yield from (((*place, index), end) for index, end in enumerate(pair or ()))
    if table.when_hidden is not None and not isinstance(table.when_hidden, str):
        yield (*path, "when_hidden"), table.when_hidden


def _message(question: Question, number: Number) -> str:
    step = question.step
    answers = "whole numbers" if step == 1 else f"typed in steps of {write_exact(step)}"
    below, above = (write_exact(side(Fraction(number) / step) * step) for side in (floor, ceil))
    return f"nobody can type {write_exact(number)}: answers are {answers}, such as {below} or {above}"
