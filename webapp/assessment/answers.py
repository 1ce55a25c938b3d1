"""Answers: which questions are asked, and what each answer may be when it is judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from webapp.questionnaire.model import Bounds, Number, Question, Questionnaire
from webapp.questionnaire.rules.intervals import Truth
from webapp.questionnaire.rules.situation import Domain, Picks, Situation
from webapp.questionnaire.rules.writing import write_number

LONGEST_DECIMALS = 10
"""Places written for an exact decimal: more than any question allows."""

Given = int | Fraction | str | tuple[str, ...] | None
"""The value given to one question: a number, an option id, option ids, or None for skipped."""


@dataclass(frozen=True)
class Answers:
    """The answers of one person.

    `given` holds every question that was to be asked, in order; None means skipped. Answers to
    questions that turn out hidden are not in it. `situation` is what the rules see.
    """

    questionnaire: Questionnaire
    given: Mapping[str, Given]
    situation: Situation = field(repr=False, compare=False)

    def is_shown(self, question_id: str) -> bool:
        return question_id in self.given

    def is_unknown(self, question_id: str) -> bool:
        """Whether the question was asked and its answer says nothing plain."""
        return question_id in self.given and question_id not in self.situation.known

    def outside(self) -> dict[str, object]:
        """The given answers as JSON takes them; decimals as text, so that they stay exact."""
        return {question_id: _outside(value) for question_id, value in self.given.items()}


def settle(questionnaire: Questionnaire, raw: Mapping[str, Given]) -> Answers:
    """The answers that count, from values of the right kind: hidden ones are dropped.

    `raw` may lack any question (skipped). Values must fit their questions; see `accept`.
    """
    domains: dict[str, Domain] = {}
    known: set[str] = set()
    unsure: dict[str, str] = {}
    situation = Situation(questionnaire.rule_book, domains, known, unsure)
    given: dict[str, Given] = {}
    for question in questionnaire.questions.values():
        shown = _is_due(question, situation)
        if not shown:
            domains[question.id] = domain_unasked(question, shown)
            continue
        value = raw.get(question.id)
        given[question.id] = value
        _note(question, value, known, unsure)
        domains[question.id] = domain_of(question, value, situation)
    return Answers(questionnaire, given, situation)


def _is_due(question: Question, situation: Situation) -> Truth:
    return True if question.show_if is None else question.show_if.value(situation)  # type: ignore[return-value]


def _note(question: Question, value: Given, known: set[str], unsure: dict[str, str]) -> None:
    saying_nothing = unknown_option(question, value)
    if saying_nothing:
        unsure[question.id] = saying_nothing
    elif value is not None:
        known.add(question.id)


def unknown_option(question: Question, value: Given) -> str:
    """The id of the chosen option that means unknown, or ""."""
    chosen = value if isinstance(value, tuple) else (value,)
    return next((one for one in chosen if isinstance(one, str) and question.option(one).is_unknown), "")


def domain_of(question: Question, value: Given, situation: Situation) -> Domain:
    """What the answer may be, given this value."""
    if question.kind == "number":
        return (value, value) if isinstance(value, int | Fraction) else plausible(question, situation)
    return domain_of_choice(question, value)


def domain_of_choice(question: Question, value: Given) -> Domain:
    """What the answer to a single or multiple choice may be, given this value."""
    return _single(question, value) if question.kind == "single" else _multi(question, value)


def plausible(question: Question, situation: Situation) -> tuple[Number, Number]:
    """What an unknown number may be: its plausible range within the bounds that hold."""
    return plausible_within(question, bounds_of(question, situation))


def plausible_within(question: Question, bounds: tuple[Number, Number]) -> tuple[Number, Number]:
    """The plausible range within these bounds."""
    low, high = bounds
    if question.plausible is None:
        return low, high
    inside = max(low, question.plausible[0]), min(high, question.plausible[1])
    return inside if inside[0] <= inside[1] else (low, high)


def bounds_of(question: Question, situation: Situation) -> tuple[Number, Number]:
    """The lowest and highest number that may be given, both inclusive."""
    truths = (True if row.when is None else row.when.value(situation) for row in question.bounds)
    return bounds_where(question, tuple(truths))


def bounds_where(question: Question, truths: Sequence[object]) -> tuple[Number, Number]:
    """The bounds where the rows of the question hold (True), may hold (None) or do not (False)."""
    rows = [(truth, row) for truth, row in zip(truths, question.bounds, strict=True) if truth is not False]
    rows = rows[:1] if rows and rows[0][0] else rows
    return _around([row for _, row in rows] or question.bounds)


def _around(rows: Sequence[Bounds]) -> tuple[Number, Number]:
    return min(row.low for row in rows), max(row.high for row in rows)


def _single(question: Question, value: Given) -> Domain:
    chosen = value if isinstance(value, str) else question.when_skipped
    if not chosen:
        return _plain_options(question)
    possible = question.option(chosen).possible
    return frozenset([chosen]) if possible is None else frozenset(possible)


def _multi(question: Question, value: Given) -> Domain:
    if not isinstance(value, tuple):
        return Picks(frozenset(), _any_pick(question))
    possible = {pick for option in value for pick in question.option(option).possible or ()}
    sure = frozenset(option for option in value if not question.option(option).is_unknown)
    return Picks(sure, frozenset(possible) | sure)


def _plain_options(question: Question) -> frozenset[str]:
    return frozenset(option.id for option in question.options if not option.is_unknown)


def _any_pick(question: Question) -> frozenset[str]:
    return frozenset(
        option.id for option in question.options if not option.exclusive and not option.is_unknown
    )


def domain_unasked(question: Question, shown: Truth) -> Domain:
    """What a question that was not asked counts as; any value of its own too, where that is open."""
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
    return counted | _plain_options(question) if open_ else counted


def _multi_unasked(question: Question, open_: bool) -> Domain:
    return Picks(frozenset(), _any_pick(question) if open_ else frozenset())


UNASKED: dict[str, Callable[[Question, bool], Domain]] = {
    "number": _number_unasked,
    "single": _single_unasked,
    "multi": _multi_unasked,
}


def _outside(value: Given) -> object:
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Fraction):
        return write_number(value, LONGEST_DECIMALS)
    return value
