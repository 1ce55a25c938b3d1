"""The inner nodes of a rule that have numbers or levels: arithmetic, comparisons and cases."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import cast

from webapp.questionnaire.rules import intervals
from webapp.questionnaire.rules.facts import Facts, Value
from webapp.questionnaire.rules.intervals import Ends, Interval, OrAbsent
from webapp.questionnaire.rules.level_asked import LevelAsked
from webapp.questionnaire.rules.nodes import FactorLevel, LevelWord, MeasureRef, Node
from webapp.questionnaire.rules.numbers import rounded
from webapp.questionnaire.rules.vocabulary import Vocabulary

ARITHMETIC: dict[str, Callable[[Interval, Interval], Interval]] = {
    "+": intervals.add,
    "-": intervals.subtract,
    "*": intervals.multiply,
    "/": intervals.divide,
}
EXTREMES: dict[str, Callable[[Iterable[Interval]], Interval]] = {
    "min": intervals.lowest_of,
    "max": intervals.highest_of,
}
BINDING = {"+": 1, "-": 1, "*": 2, "/": 2}


def _interval(node: Node, facts: Facts) -> Interval:
    return cast("Interval", node.value(facts))


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """Two numbers joined by + - * or /."""

    sign: str
    left: Node
    right: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return self.left, self.right

    def write(self, words: Vocabulary, facts: Facts | None = None) -> str:
        left = self._bracketed(self.left, self.left.write(words, facts))
        right = self._bracketed(self.right, self.right.write(words, facts), 1)
        return f"{left} {words.sign(self.sign)} {right}"

    def value(self, facts: Facts) -> Value:
        return ARITHMETIC[self.sign](_interval(self.left, facts), _interval(self.right, facts))

    def _bracketed(self, child: Node, text: str, is_right: int = 0) -> str:
        loose = isinstance(child, Arithmetic) and BINDING[child.sign] < BINDING[self.sign] + is_right
        is_range = "–" in text and not isinstance(child, Arithmetic | Extreme)
        return f"({text})" if loose or is_range else text


@dataclass(frozen=True, slots=True)
class Extreme(Node):
    """min(...) or max(...) of numbers or of levels."""

    name: str
    parts: tuple[Node, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        return self.parts

    def write(self, words: Vocabulary, facts: Facts | None = None) -> str:
        return words.extreme(self.name, [child.write(words, facts) for child in self.parts])

    def value(self, facts: Facts) -> Value:
        return EXTREMES[self.name](_interval(child, facts) for child in self.parts)


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """Two numbers, or two levels, compared."""

    sign: str
    left: Node
    right: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return self.left, self.right

    def write(self, words: Vocabulary, facts: Facts | None = None) -> str:
        name = self.left.write(words)
        if facts is None:
            return f"{name} {words.sign(self.sign)} {self.right.write(words)}"
        words = words.with_decimals(self._decimals(words, facts))
        left, right = _worked_out(self.left, words, facts), _worked_out(self.right, words, facts)
        if left != name and not isinstance(self.left, WORKED_OUT):
            if (subject := _subject_of_level(self.left)) is not None:
                return words.level(subject, left, right, self.asked(facts), facts)
            left = f"{name} {left}"
        return f"{left} {words.sign(self.sign)} {right}"

    def _decimals(self, words: Vocabulary, facts: Facts) -> int:
        """Return the places to round to so that what is printed is as true, or as open, as it is."""
        truth, compare = self.value(facts), intervals.COMPARISONS[self.sign]
        tried = range(words.decimals, MOST_DECIMALS)
        sides = ((_printed(self.left, facts, each), _printed(self.right, facts, each)) for each in tried)
        found = (each for each, pair in zip(tried, sides, strict=True) if compare(*pair) is truth)
        return next(found, MOST_DECIMALS)

    def asked(self, facts: Facts) -> LevelAsked:
        """Return the levels on the left for which the comparison holds, or may hold."""
        return LevelAsked(self.sign, _interval(self.right, facts))

    def value(self, facts: Facts) -> Value:
        return intervals.COMPARISONS[self.sign](_interval(self.left, facts), _interval(self.right, facts))


WORKED_OUT = (Arithmetic, Extreme)

MOST_DECIMALS = 30
"""Places at which rounding ends: by then two numbers differ, unless the file has longer ones."""


def _worked_out(node: Node, words: Vocabulary, facts: Facts) -> str:
    """Return the text of a side of a comparison; of arithmetic with its result."""
    text = node.write(words, facts)
    if not isinstance(node, WORKED_OUT):
        return text
    value = node.value(facts)
    return f"{text} = {words.levels(cast('Ends', value)) if _is_level(node) else words.amount(value)}"


def _is_level(node: Node) -> bool:
    if isinstance(node, Extreme):
        return _is_level(node.parts[0])
    return isinstance(node, LevelWord | FactorLevel) or (isinstance(node, MeasureRef) and node.is_level)


def _printed(node: Node, facts: Facts, decimals: int) -> Interval:
    """Return a side of a comparison as it is printed: a number of the file or of an answer is not rounded."""
    value = _interval(node, facts)
    if value is None or not isinstance(node, (*WORKED_OUT, MeasureRef)):
        return value
    if isinstance(value, OrAbsent):
        return OrAbsent((rounded(value.ends[0], decimals), rounded(value.ends[1], decimals)))
    return rounded(value[0], decimals), rounded(value[1], decimals)


def _subject_of_level(node: Node) -> str | None:
    """Return the factor or measure whose level this is; None for a number."""
    if isinstance(node, FactorLevel):
        return node.factor
    return node.measure if isinstance(node, MeasureRef) and node.is_level else None


@dataclass(frozen=True, slots=True)
class Cases(Node):
    """The value of the first row whose condition holds; the last row has none."""

    rows: tuple[tuple[Node | None, Node], ...]

    @property
    def children(self) -> tuple[Node, ...]:
        return tuple(node for row in self.rows for node in row if node is not None)

    def write(self, words: Vocabulary, facts: Facts | None = None) -> str:
        """Write all rows; with facts those that count, a single one with the condition that selected it."""
        if facts is None:
            return words.rows(
                [(value.write(words), when.write(words) if when else "") for when, value in self.rows]
            )
        reachable = self.reachable(facts)
        when = reachable[0][0] if len(reachable) == 1 else None
        values = [value.write(words, facts) for _, value in reachable]
        return words.chosen_row(values, when.write(words, facts) if when else "")

    def value(self, facts: Facts) -> Value:
        values = [value.value(facts) for _, value in self.reachable(facts)]
        if len(values) == 1:
            return values[0]
        if any(_is_number(value) for value in values):
            return intervals.hull(cast("list[Interval]", values))
        return values[0] if all(value is values[0] for value in values) else None

    def parts_that_count(self, facts: Facts) -> tuple[Node, ...]:
        """Return the conditions and values of the rows that may count, without numbers that are absent."""
        rows = self.reachable(facts)
        values = [(value, value.value(facts)) for _, value in rows]
        is_of_numbers = any(_is_number(found) for _, found in values)
        there = (value for value, found in values if found is not None or not is_of_numbers)
        return (*(when for when, _ in rows if when), *there)

    def reachable(self, facts: Facts) -> list[tuple[Node | None, Node]]:
        """Return the rows up to the first whose condition surely holds, without those that cannot hold."""
        return [self.rows[place] for place in self.places(facts)]

    def places(self, facts: Facts, asked: LevelAsked | None = None) -> list[int]:
        """Return the places of these rows; where a level is asked for, of those that may have it."""
        truths = [True if when is None else when.value(facts) for when, _ in self.rows]
        reached = enumerate(truths[: truths.index(True) + 1])
        places = (place for place, truth in reached if truth is not False)
        return [
            place for place in places if asked is None or asked.may_be(_interval(self.rows[place][1], facts))
        ]


def _is_number(value: Value) -> bool:
    return isinstance(value, tuple | OrAbsent)
