"""The leaves of a rule: constants, answers, measures and levels of factors."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from webapp.questionnaire.levels import Level
from webapp.questionnaire.rules.intervals import Interval, Number, Truth, hull
from webapp.questionnaire.rules.writing import write_interval, write_number

if TYPE_CHECKING:
    from webapp.questionnaire.rules.situation import Situation

Value = Interval | Truth
"""What a node is worth: an interval (numbers and levels) or a truth (conditions)."""


class RuleNames(NamedTuple):
    """The names that a rule uses itself, not through measures or factors."""

    questions: frozenset[str]
    measures: frozenset[str]
    factors: frozenset[str]
    known: frozenset[str]


class Node(ABC):
    """A piece of a rule. `text` is how the rule language writes it."""

    __slots__ = ()

    @property
    @abstractmethod
    def text(self) -> str: ...

    @abstractmethod
    def value(self, situation: Situation) -> Value: ...

    @property
    def children(self) -> tuple[Node, ...]:
        return ()

    def filled(self, situation: Situation) -> str:
        """The same text with the numbers of the situation in it: the trace."""
        return self.text

    def walk(self) -> Iterator[Node]:
        """This node and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()

    def names(self) -> RuleNames:
        """The names used in this rule itself."""
        nodes = list(self.walk())
        return RuleNames(
            frozenset(node.question for node in nodes if isinstance(node, Answer)),
            frozenset(node.measure for node in nodes if isinstance(node, MeasureRef)),
            frozenset(node.factor for node in nodes if isinstance(node, FactorLevel)),
            frozenset(node.question for node in nodes if isinstance(node, IsKnown)),
        )


@dataclass(frozen=True, slots=True)
class Constant(Node):
    """An exact number."""

    number: Number

    @property
    def text(self) -> str:
        return write_number(self.number)

    def value(self, situation: Situation) -> Value:
        return self.number, self.number


@dataclass(frozen=True, slots=True)
class LevelWord(Node):
    """none, slight, moderate or strong."""

    level: Level

    @property
    def text(self) -> str:
        return self.level.word

    def value(self, situation: Situation) -> Value:
        return int(self.level), int(self.level)


@dataclass(frozen=True, slots=True)
class TruthWord(Node):
    """true or false."""

    truth: bool

    @property
    def text(self) -> str:
        return "true" if self.truth else "false"

    def value(self, situation: Situation) -> Value:
        return self.truth


@dataclass(frozen=True, slots=True)
class Answer(Node):
    """A node that looks at one question's answer."""

    question: str


@dataclass(frozen=True, slots=True)
class NumberAnswer(Answer):
    """The number given to a question."""

    @property
    def text(self) -> str:
        return self.question

    def value(self, situation: Situation) -> Value:
        return situation.number(self.question)

    def filled(self, situation: Situation) -> str:
        return write_interval(self.value(situation))


@dataclass(frozen=True, slots=True)
class IsKnown(Answer):
    """known(question): an answer was given, and it is no "not sure". Never unknown itself."""

    @property
    def text(self) -> str:
        return f"known({self.question})"

    def value(self, situation: Situation) -> Value:
        return situation.is_known(self.question)


@dataclass(frozen=True, slots=True)
class Figure(Answer):
    """An option's own number, such as audit2.points; `figures` has it for each option id."""

    name: str
    figures: Mapping[str, Number]

    @property
    def text(self) -> str:
        return f"{self.question}.{self.name}"

    def value(self, situation: Situation) -> Value:
        figures = self.figures
        return hull((figures[option], figures[option]) for option in situation.choice(self.question))

    def filled(self, situation: Situation) -> str:
        return write_interval(self.value(situation))


@dataclass(frozen=True, slots=True)
class ChoiceIs(Answer):
    """The option chosen is one of `options`. One that means unknown counts only when it was chosen itself."""

    options: tuple[str, ...]

    @property
    def text(self) -> str:
        if len(self.options) == 1:
            return f"{self.question} == '{self.options[0]}'"
        return f"{self.question} in [{', '.join(repr(option) for option in self.options)}]"

    def value(self, situation: Situation) -> Value:
        unsure = situation.is_unsure(self.question, self.options)
        if unsure:
            return True
        wanted = situation.choice(self.question).intersection(self.options)
        if not wanted:
            return unsure
        return True if wanted == situation.choice(self.question) else None

    def filled(self, situation: Situation) -> str:
        """The one option that is left, or "?"."""
        left = situation.choice(self.question)
        return f"{self.question} is {next(iter(left)) if len(left) == 1 else '?'}"


@dataclass(frozen=True, slots=True)
class Picked(Answer):
    """An option of a multiple choice is ticked."""

    option: str

    @property
    def text(self) -> str:
        return f"'{self.option}' in {self.question}"

    def value(self, situation: Situation) -> Value:
        picks = situation.picks(self.question)
        unsure = situation.is_unsure(self.question, (self.option,))
        if unsure or self.option in picks.sure:
            return True
        return None if self.option in picks.possible else unsure


@dataclass(frozen=True, slots=True)
class MeasureRef(Node):
    """A measure's number, level or yes/no."""

    measure: str
    is_level: bool = False

    @property
    def text(self) -> str:
        return self.measure

    def value(self, situation: Situation) -> Value:
        return situation.measure(self.measure)

    def filled(self, situation: Situation) -> str:
        value = self.value(situation)
        if not isinstance(value, tuple):
            return self.measure
        return write_levels(value) if self.is_level else write_interval(value)


@dataclass(frozen=True, slots=True)
class FactorLevel(Node):
    """The level of another factor."""

    factor: str

    @property
    def text(self) -> str:
        return self.factor

    def value(self, situation: Situation) -> Value:
        return situation.level(self.factor)

    def filled(self, situation: Situation) -> str:
        return write_levels(situation.level(self.factor))


def write_levels(levels: tuple[Number, Number]) -> str:
    """A level, or "slight–strong"."""
    low, high = (Level(int(level)).word for level in levels)
    return low if low == high else f"{low}–{high}"
