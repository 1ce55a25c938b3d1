"""Rules as closures over one list of cells: what `Node.value` says, many times faster.

A number is an interval of whole numbers, counted in parts of `per`: exact, and without fractions but
where one answer is divided by another. A choice is a set of bits. Tests hold this to `Node.value`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import singledispatchmethod
from math import lcm
from typing import NamedTuple, TypeGuard

from webapp.questionnaire.rules import intervals
from webapp.questionnaire.rules.closures import (
    UNSET,
    Cells,
    Run,
    any_ticked,
    at_most,
    choice_is_among,
    compared,
    first_of,
    joined,
    less,
    level_of,
    looked_up,
    once,
    settled_by,
    sum_of,
    where_positive,
)
from webapp.questionnaire.rules.intervals import Interval, Number
from webapp.questionnaire.rules.nodes import (
    ChoiceIs,
    Constant,
    FactorLevel,
    Figure,
    IsKnown,
    LevelWord,
    MeasureRef,
    Node,
    NumberAnswer,
    Picked,
    TruthWord,
)
from webapp.questionnaire.rules.operations import And, Arithmetic, Cases, Compare, Extreme, Not, Or
from webapp.questionnaire.rules.situation import RuleBook

Term = tuple[Number, Node]


class Compiled(NamedTuple):
    """A piece of a rule. `run` gives a truth, or an interval in parts of `per`."""

    run: Run
    per: int = 1

    def in_parts_of(self, per: int) -> Run:
        """The interval counted in smaller parts."""
        times, run = per // self.per, self.run
        if times == 1:
            return run

        def scaled(cells: Cells) -> Interval:
            found = run(cells)
            return None if found is None else (found[0] * times, found[1] * times)

        return scaled


class Layout:
    """Which cell is whose.

    `parts` holds for each number question the parts that its answers are counted in, `bits` for each
    choice the bit of each option.
    """

    def __init__(
        self, book: RuleBook, parts: Mapping[str, int], bits: Mapping[str, Mapping[str, int]]
    ) -> None:
        self.book = book
        self.parts = parts
        self.bits = bits
        self.questions = {name: place for place, name in enumerate([*parts, *bits])}
        self.answered = len(self.questions)
        self.measures = {name: self.answered + place for place, name in enumerate(book.measures)}
        after = self.answered + len(self.measures)
        self.factors = {name: after + place for place, name in enumerate(book.factors)}

    def blank(self) -> Cells:
        """Cells before the first answer."""
        return [None] * self.answered + self.forgotten()

    def forgotten(self) -> Cells:
        """The cells of measures and factors before anything is worked out."""
        return [UNSET] * (len(self.measures) + len(self.factors))

    def mask(self, question: str, options: Iterable[str]) -> int:
        """The bits of these options."""
        bits = self.bits[question]
        return sum({bits[option] for option in options})


class Compiler:
    """Compiles the rules of one rule book, each measure and factor once."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._measures: dict[str, Compiled] = {}
        self._factors: dict[str, Run] = {}

    def truth(self, rule: Node) -> Run:
        """A condition."""
        return self.compiled(rule).run

    def level(self, factor: str) -> Run:
        """The lowest and highest level of a factor, worked out once."""
        if factor not in self._factors:
            rules = self.layout.book.factors[factor]
            parts = [(int(level), self.truth(rule)) for level, rule in rules.items()]
            self._factors[factor] = once(self.layout.factors[factor], level_of(parts))
        return self._factors[factor]

    @singledispatchmethod
    def compiled(self, node: Node) -> Compiled:
        """The closure of a piece."""
        raise TypeError(type(node))  # pragma: no cover - a new kind of node

    @compiled.register
    def _constant(self, node: Constant) -> Compiled:
        return Compiled(_always((node.number.numerator, node.number.numerator)), node.number.denominator)

    @compiled.register
    def _level_word(self, node: LevelWord) -> Compiled:
        return Compiled(_always((int(node.level), int(node.level))))

    @compiled.register
    def _truth_word(self, node: TruthWord) -> Compiled:
        return Compiled(_always(node.truth))

    @compiled.register
    def _number(self, node: NumberAnswer) -> Compiled:
        place = self.layout.questions[node.question]
        return Compiled(lambda cells: cells[place][0], self.layout.parts[node.question])

    @compiled.register
    def _known(self, node: IsKnown) -> Compiled:
        place = self.layout.questions[node.question]
        return Compiled(lambda cells: cells[place][2])

    @compiled.register
    def _figure(self, node: Figure) -> Compiled:
        per = lcm(*(figure.denominator for figure in node.figures.values()))
        bits = self.layout.bits[node.question]
        figures = {bits[option]: int(figure * per) for option, figure in node.figures.items()}
        return Compiled(looked_up(self.layout.questions[node.question], figures), per)

    @compiled.register
    def _choice_is(self, node: ChoiceIs) -> Compiled:
        mask = self.layout.mask(node.question, node.options)
        return Compiled(choice_is_among(self.layout.questions[node.question], mask))

    @compiled.register
    def _picked(self, node: Picked) -> Compiled:
        return Compiled(self._any_ticked(node.question, [node.option]))

    def _any_ticked(self, question: str, options: Iterable[str]) -> Run:
        return any_ticked(self.layout.questions[question], self.layout.mask(question, options))

    @compiled.register
    def _measure(self, node: MeasureRef) -> Compiled:
        name = node.measure
        if name not in self._measures:
            formula = self.compiled(self.layout.book.measures[name])
            self._measures[name] = formula._replace(run=once(self.layout.measures[name], formula.run))
        return self._measures[name]

    @compiled.register
    def _factor_level(self, node: FactorLevel) -> Compiled:
        return Compiled(self.level(node.factor))

    @compiled.register
    def _arithmetic(self, node: Arithmetic) -> Compiled:
        terms = list(_terms(node, 1))
        if terms == [(1, node)]:
            return self._product(node)
        return self._sum(terms)

    def _sum(self, terms: Sequence[Term]) -> Compiled:
        """A sum of numbers of times a piece: one loop."""
        pieces = [(Fraction(times), node, self.compiled(node)) for times, node in terms]
        per = lcm(*(times.denominator * piece.per for times, _, piece in pieces))
        weights = [(int(times * per / piece.per), node, piece.run) for times, node, piece in pieces]
        answers = [
            (times, self.layout.questions[node.question])
            for times, node, _ in weights
            if isinstance(node, NumberAnswer) and times > 0
        ]
        others = [
            (times, run) for times, node, run in weights if not isinstance(node, NumberAnswer) or times <= 0
        ]
        return Compiled(sum_of(answers, others), per)

    def _product(self, node: Arithmetic) -> Compiled:
        """Two pieces multiplied or divided; a quotient of counts is one of numbers without their parts."""
        left, right = self.compiled(node.left), self.compiled(node.right)
        if node.sign == "*":
            return Compiled(joined(intervals.multiply, left.run, right.run), left.per * right.per)
        quotient = joined(intervals.divide, left.run, right.run)
        return Compiled(sum_of([], [(right.per, quotient)]), left.per)

    @compiled.register
    def _extreme(self, node: Extreme) -> Compiled:
        runs, per = self._alike(node.parts)
        fold = intervals.lowest_of if node.name == "min" else intervals.highest_of
        return Compiled(lambda cells: fold(run(cells) for run in runs), per)

    @compiled.register
    def _comparison(self, node: Compare) -> Compiled:
        whole = self._compared(node.sign, node.left, node.right)
        ratio = self._formula(node.left)
        if not _is_ratio(ratio) or not isinstance(node.right, Constant):
            return Compiled(whole)
        undivided = self._compared(node.sign, ratio.left, Arithmetic("*", ratio.right, node.right))
        over, under = self.compiled(ratio.left).run, self.compiled(ratio.right).run
        return Compiled(where_positive(over, under, undivided, whole))

    def _formula(self, node: Node) -> Node:
        """What a measure is worked out from; any other piece itself."""
        return self.layout.book.measures[node.measure] if isinstance(node, MeasureRef) else node

    def _compared(self, sign: str, left: Node, right: Node) -> Run:
        sides, _ = self._alike((left, right))
        if sign in {">", ">="}:
            sides.reverse()
        ways = {"<": less, ">": less, "<=": at_most, ">=": at_most}
        return ways[sign](*sides) if sign in ways else compared(sign, *sides)

    @compiled.register
    def _not(self, node: Not) -> Compiled:
        inner = self.truth(node.child)
        return Compiled(lambda cells: None if (truth := inner(cells)) is None else not truth)

    @compiled.register
    def _and(self, node: And) -> Compiled:
        return Compiled(settled_by(False, [self.truth(part) for part in node.parts]))  # noqa: FBT003 - the truth

    @compiled.register
    def _or(self, node: Or) -> Compiled:
        """Ticks of one multiple choice are looked at together."""
        ticks: dict[str, list[str]] = {}
        for part in node.parts:
            if isinstance(part, Picked):
                ticks.setdefault(part.question, []).append(part.option)
        runs = [self._any_ticked(question, options) for question, options in ticks.items()]
        runs.extend(self.truth(part) for part in node.parts if not isinstance(part, Picked))
        return Compiled(runs[0] if len(runs) == 1 else settled_by(True, runs))  # noqa: FBT003 - the truth

    @compiled.register
    def _cases(self, node: Cases) -> Compiled:
        runs, per = self._alike([value for _, value in node.rows])
        whens = [_always(True) if when is None else self.truth(when) for when, _ in node.rows]  # noqa: FBT003 - the truth
        return Compiled(first_of(list(zip(whens, runs, strict=True))), per)

    def _alike(self, nodes: Sequence[Node]) -> tuple[list[Run], int]:
        """The pieces, all counted in the same parts."""
        pieces = [self.compiled(node) for node in nodes]
        per = lcm(*(piece.per for piece in pieces))
        return [piece.in_parts_of(per) for piece in pieces], per


def _terms(node: Node, times: Number) -> Iterable[Term]:
    """A sum taken apart; a piece that appears twice stays twice, as an interval counts it."""
    if isinstance(node, Arithmetic) and node.sign in {"+", "-"}:
        yield from _terms(node.left, times)
        yield from _terms(node.right, times if node.sign == "+" else -times)
    elif isinstance(node, Arithmetic) and isinstance(node.right, Constant) and node.right.number:
        factor = node.right.number if node.sign == "*" else 1 / Fraction(node.right.number)
        yield from _terms(node.left, times * factor)
    elif isinstance(node, Arithmetic) and node.sign == "*" and isinstance(node.left, Constant):
        yield from _terms(node.right, times * node.left.number)
    else:
        yield times, node


def _is_ratio(node: Node) -> TypeGuard[Arithmetic]:
    return isinstance(node, Arithmetic) and node.sign == "/" and not isinstance(node.right, Constant)


def _always(value: object) -> Run:
    return lambda _: value
