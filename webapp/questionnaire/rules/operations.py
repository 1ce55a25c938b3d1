"""What rules do with their leaves: arithmetic, comparisons, logic and cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from webapp.questionnaire.rules import intervals
from webapp.questionnaire.rules.intervals import Interval, Truth
from webapp.questionnaire.rules.nodes import Node, Value
from webapp.questionnaire.rules.writing import write_interval

if TYPE_CHECKING:
    from webapp.questionnaire.rules.situation import Situation

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
COMPARISONS: dict[str, Callable[[Interval, Interval], Truth]] = {
    "<": intervals.less,
    "<=": intervals.at_most,
    "==": intervals.equal,
    "!=": intervals.different,
    ">": intervals.more,
    ">=": intervals.at_least,
}
WRITTEN = {"*": "×"}
"""Signs that a trace writes as people do."""

BINDING = {"+": 1, "-": 1, "*": 2, "/": 2}


def _interval(node: Node, situation: Situation) -> Interval:
    return cast("Interval", node.value(situation))


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """Two numbers joined by + - * or /."""

    sign: str
    left: Node
    right: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return self.left, self.right

    @property
    def text(self) -> str:
        left = self._bracketed(self.left, self.left.text)
        return f"{left} {self.sign} {self._bracketed(self.right, self.right.text, 1)}"

    def filled(self, situation: Situation) -> str:
        left = self._bracketed(self.left, self.left.filled(situation))
        right = self._bracketed(self.right, self.right.filled(situation), 1)
        return f"{left} {WRITTEN.get(self.sign, self.sign)} {right}"

    def value(self, situation: Situation) -> Value:
        return ARITHMETIC[self.sign](_interval(self.left, situation), _interval(self.right, situation))

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

    @property
    def text(self) -> str:
        return f"{self.name}({', '.join(child.text for child in self.parts)})"

    def filled(self, situation: Situation) -> str:
        return f"{self.name}({', '.join(child.filled(situation) for child in self.parts)})"

    def value(self, situation: Situation) -> Value:
        return EXTREMES[self.name](_interval(child, situation) for child in self.parts)


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """Two numbers, or two levels, compared."""

    sign: str
    left: Node
    right: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return self.left, self.right

    @property
    def text(self) -> str:
        return f"{self.left.text} {self.sign} {self.right.text}"

    def filled(self, situation: Situation) -> str:
        return f"{self._side(self.left, situation)} {self.sign} {self.right.filled(situation)}"

    def value(self, situation: Situation) -> Value:
        return COMPARISONS[self.sign](_interval(self.left, situation), _interval(self.right, situation))

    @staticmethod
    def _side(node: Node, situation: Situation) -> str:
        filled = node.filled(situation)
        if isinstance(node, Arithmetic | Extreme):
            return f"{filled} = {write_interval(node.value(situation))}"
        return filled if filled == node.text else f"{node.text} {filled}"


@dataclass(frozen=True, slots=True)
class Not(Node):
    """not condition."""

    child: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.child,)

    @property
    def text(self) -> str:
        return f"not {_grouped(self.child, self.child.text)}"

    def filled(self, situation: Situation) -> str:
        return f"not {_grouped(self.child, self.child.filled(situation))}"

    def value(self, situation: Situation) -> Value:
        return intervals.negate(cast("Truth", self.child.value(situation)))


@dataclass(frozen=True, slots=True)
class And(Node):
    """All conditions hold."""

    parts: tuple[Node, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        return self.parts

    @property
    def text(self) -> str:
        return " and ".join(_grouped(child, child.text) for child in self.parts)

    def filled(self, situation: Situation) -> str:
        return " and ".join(_grouped(child, child.filled(situation)) for child in self.parts)

    def value(self, situation: Situation) -> Value:
        result: Truth = True
        for child in self.parts:
            truth = child.value(situation)
            if truth is False:
                return False
            if truth is None:
                result = None
        return result


@dataclass(frozen=True, slots=True)
class Or(Node):
    """At least one condition holds; the trace names those that do, or else those that may."""

    parts: tuple[Node, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        return self.parts

    @property
    def text(self) -> str:
        return " or ".join(child.text for child in self.parts)

    def filled(self, situation: Situation) -> str:
        truths = [(child.value(situation), child) for child in self.parts]
        held = [child for truth, child in truths if truth] or [
            child for truth, child in truths if truth is None
        ]
        return " or ".join(child.filled(situation) for child in held or self.parts)

    def value(self, situation: Situation) -> Value:
        result: Truth = False
        for child in self.parts:
            truth = child.value(situation)
            if truth:
                return True
            if truth is None:
                result = None
        return result


@dataclass(frozen=True, slots=True)
class Cases(Node):
    """The value of the first row whose condition holds; the last row has none."""

    rows: tuple[tuple[Node | None, Node], ...]

    @property
    def children(self) -> tuple[Node, ...]:
        return tuple(node for row in self.rows for node in row if node is not None)

    @property
    def text(self) -> str:
        return "; ".join(f"{value.text} if {when.text}" if when else value.text for when, value in self.rows)

    def filled(self, situation: Situation) -> str:
        """The rows that count; where it is only one, with the condition that chose it."""
        reachable = self._reachable(situation)
        when = reachable[0][0] if len(reachable) == 1 else None
        values = " or ".join(value.filled(situation) for _, value in reachable)
        return f"{values} if {when.filled(situation)}" if when else values

    def value(self, situation: Situation) -> Value:
        values = [value.value(situation) for _, value in self._reachable(situation)]
        if len(values) == 1:
            return values[0]
        if any(isinstance(value, tuple) for value in values):
            return intervals.hull(cast("list[Interval]", values))
        return values[0] if all(value is values[0] for value in values) else None

    def _reachable(self, situation: Situation) -> list[tuple[Node | None, Node]]:
        """The rows down to the first whose condition surely holds, less those whose condition cannot hold."""
        truths = [True if when is None else when.value(situation) for when, _ in self.rows]
        last = truths.index(True)
        rows = zip(truths[: last + 1], self.rows, strict=False)
        return [row for truth, row in rows if truth is not False]


def cases(rows: Sequence[tuple[Node | None, Node]]) -> Node:
    """A node worth the first row whose condition holds; the last row's condition is None."""
    return Cases(tuple(rows))


def _grouped(child: Node, text: str) -> str:
    return f"({text})" if isinstance(child, Or | And) and len(child.children) > 1 else text
