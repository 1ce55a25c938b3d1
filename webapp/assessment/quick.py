"""Levels and flags of very many people: the same as `assess` finds, without trace, gaps and changes.

A questionnaire is compiled once. What is open is settled at both ends of what it may be; where that does
not tell, `exact` does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from math import lcm
from typing import Any

from webapp.assessment.answers import Answers, resolve
from webapp.assessment.level_bounds import Range, exact_levels
from webapp.questionnaire.domains import (
    AnswerValue,
    bounds_where,
    domain_of_choice,
    domain_unasked,
    plausible_within,
    unknown_option,
)
from webapp.questionnaire.model import Number, Question, Questionnaire
from webapp.questionnaire.rules import Node
from webapp.questionnaire.rules.closures import Cells, Run
from webapp.questionnaire.rules.compiled import Compiler, Layout
from webapp.questionnaire.rules.situation import Domain, Picks

Cell = tuple[Any, int, bool]
"""What an answer may be, the bit of its "not sure" (0: none), and whether it is known."""


class Asked:
    """One question, compiled: whether it is asked, and what its answers are in the cells."""

    def __init__(self, question: Question, layout: Layout, compiler: Compiler) -> None:
        self.question = question
        self.place = layout.questions[question.id]
        self.show = None if question.show_if is None else compiler.truth(question.show_if)
        self._layout = layout
        self._whens = [None if row.when is None else compiler.truth(row.when) for row in question.bounds]
        self._bounds_depend = any(self._whens)
        self._usual_bounds = bounds_where(question, [True] * len(self._whens)) if self._whens else (0, 0)
        self._known: dict[AnswerValue, Cell] = {}
        self._unasked = {
            truth: (self._coded(domain_unasked(question, truth)), 0, False) for truth in (False, None)
        }

    def bounds(self, cells: Cells) -> tuple[Number, Number]:
        """The lowest and highest number that may be given, both inclusive."""
        if not self._bounds_depend:
            return self._usual_bounds
        truths = [True if when is None else when(cells) for when in self._whens]
        return bounds_where(self.question, truths)

    def unasked(self, *, surely: bool) -> Cell:
        """What the question counts as when it is not asked, or may not be."""
        return self._unasked[False if surely else None]

    def cell(self, value: AnswerValue, cells: Cells) -> Cell:
        """What is known from this answer."""
        found = self._known.get(value)
        if found is None:
            found = self._cell(value, cells)
            if value is not None or not self._bounds_depend:
                self._known[value] = found
        return found

    def _cell(self, value: AnswerValue, cells: Cells) -> Cell:
        question = self.question
        if question.kind == "number":
            return self._coded(self._numbers(value, cells)), 0, value is not None
        unsure = unknown_option(question, value)
        bit = self._layout.mask(question.id, [unsure]) if unsure else 0
        return self._coded(domain_of_choice(question, value)), bit, value is not None and not unsure

    def _numbers(self, value: AnswerValue, cells: Cells) -> Domain:
        if isinstance(value, int | Fraction):
            return value, value
        return plausible_within(self.question, self.bounds(cells))

    def _coded(self, domain: Domain) -> Any:  # noqa: ANN401 - as the cells have it
        """A domain in the numbers that compiled rules take."""
        name = self.question.id
        if isinstance(domain, Picks):
            return self._layout.mask(name, domain.sure), self._layout.mask(name, domain.possible)
        if isinstance(domain, frozenset):
            return self._layout.mask(name, domain)
        parts = self._layout.parts.get(name, 1)
        return None if domain is None else (int(domain[0] * parts), int(domain[1] * parts))


class QuickAnswers:
    """The answers of one person: `given` as in Answers, and what compiled rules see of them.

    `stopped` is the id of the safety flag that ended the form before its end, or "".
    """

    __slots__ = ("cells", "given", "judge", "stopped")

    def __init__(self, judge: QuickJudge) -> None:
        self.judge = judge
        self.given: dict[str, AnswerValue] = {}
        self.cells = judge.layout.blank()
        self.stopped = ""

    def holds(self, run: Run) -> bool:
        """Whether a compiled condition surely holds."""
        return run(self.cells) is True

    def level(self, factor: str) -> Range:
        """The exact lowest and highest level, as `exact_levels` finds them."""
        run = self.judge.levels[factor]
        low, high = run(self.cells)
        if low == high:
            return low, high
        missing = {low, high}
        for cells in self._completions(factor):
            missing.difference_update(run(cells))
            if not missing:
                return low, high
        return exact_levels(self.judge.questionnaire, self.answers().situation, factor)

    def answers(self) -> Answers:
        """The same answers for everything else."""
        return resolve(self.judge.questionnaire, self.given)

    def _completions(self, factor: str) -> Iterator[Cells]:
        """Some of what the open answers may be: all at one end, then one of them elsewhere."""
        corners = [self._completed(factor, side) for side in (0, 1)]
        yield from corners
        for cells in corners:
            for place, kind in self.judge.behind[factor]:
                for value in WITHIN[kind](self.cells[place][0]):
                    yield self._forgetful([*cells[:place], (value, *cells[place][1:]), *cells[place + 1 :]])

    def _completed(self, factor: str, side: int) -> Cells:
        """The cells with every open answer behind the factor at one end."""
        cells = self.cells.copy()
        for place, kind in self.judge.behind[factor]:
            possible, *rest = cells[place]
            cells[place] = (ENDS[kind](possible, side), *rest)
        return self._forgetful(cells)

    def _forgetful(self, cells: Cells) -> Cells:
        """The same answers, with nothing worked out."""
        return [*cells[: self.judge.layout.answered], *self.judge.layout.forgotten()]


class QuickJudge:
    """A questionnaire, compiled: for each factor its levels, and everything needed to settle answers."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        asked = questionnaire.questions
        book = questionnaire.rule_book
        self.layout = Layout(
            book,
            {name: _parts(one) for name, one in asked.items() if one.kind == "number"},
            {name: _bits(one) for name, one in asked.items() if one.kind != "number"},
        )
        self.compiler = Compiler(self.layout)
        self.asked = [Asked(one, self.layout, self.compiler) for one in asked.values()]
        self.levels = {factor: self.compiler.level(factor) for factor in questionnaire.factors}
        self.behind = {
            factor: [(one.place, one.question.kind) for one in self.asked if one.question.id in behind]
            for factor, behind in book.questions_behind.items()
        }
        self._stops = self._stop_flags()

    def condition(self, rule: Node) -> Run:
        """A rule of this questionnaire, for `QuickAnswers.holds`."""
        return self.compiler.truth(rule)

    def settled(self, raw: Mapping[str, AnswerValue]) -> QuickAnswers:
        """What `settle` makes of these answers."""
        return self.given_by(lambda asked, _: raw.get(asked.question.id))

    def given_by(
        self, give: Callable[[Asked, Cells], AnswerValue], *, to_the_end: bool = True
    ) -> QuickAnswers:
        """The answers of whoever gives one to each question that is asked, knowing those before it.

        Unless they go on to the end, those whom the form stops give no more after that (`stopped`).
        """
        answers = QuickAnswers(self)
        cells, given = answers.cells, answers.given
        for asked in self.asked:
            shown = True if asked.show is None else asked.show(cells)
            if shown:
                value = given[asked.question.id] = give(asked, cells)
                cells[asked.place] = asked.cell(value, cells)
            else:
                cells[asked.place] = asked.unasked(surely=shown is False)
            if asked.question.id in self._stops and not to_the_end:
                answers.stopped = self._stopped(asked.question.id, cells)
                if answers.stopped:
                    break
        return answers

    def _stopped(self, question: str, cells: Cells) -> str:
        """The flag that ends the form after this question, or ""."""
        return next((flag for flag, holds in self._stops[question] if holds(cells) is True), "")

    def _stop_flags(self) -> dict[str, list[tuple[str, Run]]]:
        """The flags that end the form, under the last question that each hangs on."""
        found: dict[str, list[tuple[str, Run]]] = {}
        for flag in self.questionnaire.safety:
            behind = self.questionnaire.rule_book.questions_of([flag.when])
            if flag.tier == "stop" and behind:
                last = [one for one in self.questionnaire.questions if one in behind][-1]
                found.setdefault(last, []).append((flag.id, self.condition(flag.when)))
        return found


def _parts(question: Question) -> int:
    """In which parts of one all numbers of the question are whole."""
    numbers = [question.step, *(end for row in question.bounds for end in (row.low, row.high))]
    numbers.extend(question.plausible or ())
    if isinstance(question.when_hidden, int | Fraction):
        numbers.append(question.when_hidden)
    return lcm(*(number.denominator for number in numbers))


def _bits(question: Question) -> dict[str, int]:
    return {option.id: 1 << place for place, option in enumerate(question.options)}


def _end_of_numbers(numbers: tuple[int, int] | None, side: int) -> tuple[int, int] | None:
    return None if numbers is None else (numbers[side], numbers[side])


def _end_of_options(options: int, side: int) -> int:
    """The first or the last option that is left."""
    return 1 << (options.bit_length() - 1) if side else options & -options


def _end_of_picks(picks: tuple[int, int], side: int) -> tuple[int, int]:
    return picks[side], picks[side]


ENDS: Mapping[str, Callable[[Any, int], Any]] = {
    "number": _end_of_numbers,
    "single": _end_of_options,
    "multi": _end_of_picks,
}


def _ends_within(numbers: tuple[int, int] | None) -> Iterator[tuple[int, int]]:
    """Both ends, where they are two."""
    if numbers and numbers[0] < numbers[1]:
        yield from ((end, end) for end in numbers)


def _options_within(options: int) -> Iterator[int]:
    """Each option that is left, where there are more than one."""
    bits = [1 << place for place in range(options.bit_length()) if options >> place & 1]
    yield from bits if len(bits) > 1 else []


def _picks_within(picks: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """One of those that may be ticked, beside those that are."""
    sure, possible = picks
    for one in _options_within(possible & ~sure):
        yield sure | one, sure | one


WITHIN: Mapping[str, Callable[[Any], Iterable[Any]]] = {
    "number": _ends_within,
    "single": _options_within,
    "multi": _picks_within,
}
