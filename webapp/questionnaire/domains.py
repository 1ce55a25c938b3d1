"""The possible values of an answer: the given one, or everything that an unknown answer may stand for."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from webapp.questionnaire.model import Bounds, Question
from webapp.questionnaire.rules.facts import Domain, Picks
from webapp.questionnaire.rules.intervals import Truth
from webapp.questionnaire.rules.numbers import Number
from webapp.questionnaire.rules.situation import Situation

AnswerValue = int | Fraction | str | tuple[str, ...] | None
"""The value given to one question: a number, an option id, option ids, or None for skipped."""


def unknown_option(question: Question, value: AnswerValue) -> str:
    """Return the id of the chosen option that means unknown, or ""."""
    chosen = value if isinstance(value, tuple) else (value,)
    return next((one for one in chosen if isinstance(one, str) and question.option(one).is_unknown), "")


def domain_of(question: Question, value: AnswerValue, situation: Situation) -> Domain:
    """Return the possible values of the answer, given this value."""
    if question.kind == "number":
        return (value, value) if isinstance(value, int | Fraction) else plausible(question, situation)
    return domain_of_choice(question, value)


def domain_of_choice(question: Question, value: AnswerValue) -> Domain:
    """Return the possible options of a single or multiple choice, given this value."""
    return _single(question, value) if question.kind == "single" else _multi(question, value)


def plausible(question: Question, situation: Situation) -> tuple[Number, Number]:
    """Return the plausible range of an unknown number, cut to the bounds that hold."""
    return plausible_within(question, bounds_of(question, situation))


def plausible_within(question: Question, bounds: tuple[Number, Number]) -> tuple[Number, Number]:
    """Return the plausible range, cut to these bounds; the bounds where the two do not meet."""
    low, high = bounds
    if question.plausible is None:
        return low, high
    inside = max(low, question.plausible[0]), min(high, question.plausible[1])
    return inside if inside[0] <= inside[1] else (low, high)


def bounds_of(question: Question, situation: Situation) -> tuple[Number, Number]:
    """Return the lowest and highest number that is accepted, both inclusive."""
    truths = (True if row.when is None else row.when.value(situation) for row in question.bounds)
    return bounds_where(question, tuple(truths))


def bounds_where(question: Question, truths: Sequence[object]) -> tuple[Number, Number]:
    """Return the bounds for rows of the question that hold (True), may hold (None) or do not (False)."""
    rows = [(truth, row) for truth, row in zip(truths, question.bounds, strict=True) if truth is not False]
    rows = rows[:1] if rows and rows[0][0] else rows
    return _around([row for _, row in rows] or question.bounds)


def _around(rows: Sequence[Bounds]) -> tuple[Number, Number]:
    return min(row.low for row in rows), max(row.high for row in rows)


def _single(question: Question, value: AnswerValue) -> Domain:
    chosen = value if isinstance(value, str) else question.when_skipped
    if not chosen:
        return plain_options(question)
    possible = question.option(chosen).possible
    return frozenset([chosen]) if possible is None else frozenset(possible)


def _multi(question: Question, value: AnswerValue) -> Domain:
    if not isinstance(value, tuple):
        return Picks(frozenset(), _any_pick(question))
    possible = {pick for option in value for pick in question.option(option).possible or ()}
    sure = frozenset(option for option in value if not question.option(option).is_unknown)
    return Picks(sure, frozenset(possible) | sure)


def plain_options(question: Question) -> frozenset[str]:
    """Return the options that do not mean unknown."""
    return frozenset(option.id for option in question.options if not option.is_unknown)


def _any_pick(question: Question) -> frozenset[str]:
    return frozenset(
        option.id for option in question.options if not option.exclusive and not option.is_unknown
    )


def domain_unasked(question: Question, shown: Truth) -> Domain:
    """Return the values of a question that was not asked; all its values too if `shown` is None (open)."""
    return UNASKED[question.kind](question, shown is None)


def _number_unasked(question: Question, open_: bool) -> Domain:
    hidden = question.when_hidden
    if not isinstance(hidden, int | Fraction):
        return None
    low, high = (question.plausible or _around(question.bounds)) if open_ else (hidden, hidden)
    return min(low, hidden), max(high, hidden)


def _single_unasked(question: Question, open_: bool) -> Domain:
    hidden = question.when_hidden
    if not isinstance(hidden, str):
        return frozenset()
    possible = question.option(hidden).possible
    counted = frozenset([hidden] if possible is None else possible)
    return counted | plain_options(question) if open_ else counted


def _multi_unasked(question: Question, open_: bool) -> Domain:
    return Picks(frozenset(), _any_pick(question) if open_ else frozenset())


UNASKED: dict[str, Callable[[Question, bool], Domain]] = {
    "number": _number_unasked,
    "single": _single_unasked,
    "multi": _multi_unasked,
}
