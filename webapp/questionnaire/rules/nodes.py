"""The leaves of a rule: constants, answers, measures and levels of factors."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, cast

from webapp.questionnaire.levels import Level
from webapp.questionnaire.rules.facts import Facts, Value
from webapp.questionnaire.rules.intervals import Ends, OrAbsent, hull
from webapp.questionnaire.rules.numbers import Number, write_exact, write_interval
from webapp.questionnaire.rules.vocabulary import LANGUAGE, TRACE, Vocabulary


class RuleNames(NamedTuple):
    """The ids in a rule itself, not those behind its measures and factors."""

    questions: frozenset[str]
    measures: frozenset[str]
    factors: frozenset[str]
    known: frozenset[str]


class Node(ABC):
    """A piece of a rule: the abstract syntax tree that the parser builds."""

    __slots__ = ()

    @abstractmethod
    def value(self, facts: Facts) -> Value:
        """Return the interval or truth of this node for these facts."""

    @abstractmethod
    def write(self, words: Vocabulary, facts: Facts | None = None) -> str:
        """Return the rule as text in a vocabulary; with facts, values replace names where they say more."""

    @property
    def children(self) -> tuple[Node, ...]:
        return ()

    @property
    def text(self) -> str:
        """The rule as the rule language writes it."""
        return self.write(LANGUAGE)

    def filled(self, facts: Facts, words: Vocabulary = TRACE) -> str:
        """Return the trace: the rule with the values of the facts in it."""
        return self.write(words, facts)

    def write_denied(self, words: Vocabulary, facts: Facts | None = None) -> str:
        """Return the text of the negation of this node."""
        return words.negate(self.write(words, facts), is_compound=False)

    def walk(self) -> Iterator[Node]:
        """Yield this node and all nodes below it."""
        yield self
        for child in self.children:
            yield from child.walk()

    def names(self) -> RuleNames:
        """Return the ids in this rule itself."""
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

    def value(self, facts: Facts) -> Value:
        return self.number, self.number

    def write(self, words: Vocabulary, facts: Facts | None = None) -> str:
        return write_exact(self.number)


@dataclass(frozen=True, slots=True)
class LevelWord(Node):
    """One of the words none, slight, moderate and strong."""

    level: Level

    def value(self, facts: Facts) -> Value:
        return int(self.level), int(self.level)

    def write(self, words: Vocabulary, facts: Facts | None = None) -> str:
        return words.levels((self.level, self.level)) if facts else words.level_word(self.level)


@dataclass(frozen=True, slots=True)
class TruthWord(Node):
    """The word true or false."""

    truth: bool

    def value(self, facts: Facts) -> Value:
        return self.truth

    def write(self, words: Vocabulary, facts: Facts | None = None) -> str:
        return words.truth(truth=self.truth)


@dataclass(frozen=True, slots=True)
class Answer(Node):
    """A node about the answer to one question."""

    question: str


@dataclass(frozen=True, slots=True)
class NumberAnswer(Answer):
    """The number given to a question."""

    def value(self, facts: Facts) -> Value:
        return facts.number(self.question)

    def write(self, words: Vocabulary, facts: Facts | None = None) -> str:
        return write_interval(self.value(facts), write_exact) if facts else words.name(self.question)


@dataclass(frozen=True, slots=True)
class IsKnown(Answer):
    """known(question): true for a plain answer, false for "not sure" and a skipped question."""

    def value(self, facts: Facts) -> Value:
        return facts.is_known(self.question)

    def write(self, words: Vocabulary, facts: Facts | None = None) -> str:
        return words.known(self.question)

    def write_denied(self, words: Vocabulary, facts: Facts | None = None) -> str:
        return words.known(self.question, is_denied=True)


@dataclass(frozen=True, slots=True)
class Figure(Answer):
    """An option's own number, such as audit2.points; `figures` has its lowest and highest by option id."""

    name: str
    figures: Mapping[str, tuple[Number, Number]] = field(hash=False)

    def value(self, facts: Facts) -> Value:
        return hull(self.figures[option] for option in facts.choice(self.question))

    def write(self, words: Vocabulary, facts: Facts | None = None) -> str:
        if facts:
            return write_interval(self.value(facts), write_exact)
        return words.figure(self.question, self.name)


@dataclass(frozen=True, slots=True)
class ChoiceIs(Answer):
    """The chosen option is one of `options`.

    An option that means unknown counts only if it was chosen itself.
    """

    options: tuple[str, ...]

    def value(self, facts: Facts) -> Value:
        unsure = facts.is_unsure(self.question, self.options)
        if unsure:
            return True
        wanted = facts.choice(self.question).intersection(self.options)
        if not wanted:
            return unsure
        return True if wanted == facts.choice(self.question) else None

    def write(self, words: Vocabulary, facts: Facts | None = None) -> str:
        return self._write(words, facts, is_denied=False)

    def write_denied(self, words: Vocabulary, facts: Facts | None = None) -> str:
        return self._write(words, facts, is_denied=True)

    def _write(self, words: Vocabulary, facts: Facts | None, *, is_denied: bool) -> str:
        if facts is None:
            return words.one_of(self.question, self.options, is_denied=is_denied)
        left = facts.choice(self.question)
        return words.chosen(self.question, next(iter(left)) if len(left) == 1 else "", is_denied=is_denied)


@dataclass(frozen=True, slots=True)
class Picked(Answer):
    """An option of a multiple choice is ticked."""

    option: str

    def value(self, facts: Facts) -> Value:
        picks = facts.picks(self.question)
        unsure = facts.is_unsure(self.question, (self.option,))
        if unsure or self.option in picks.sure:
            return True
        return None if self.option in picks.possible else unsure

    def write(self, words: Vocabulary, facts: Facts | None = None) -> str:
        return words.ticked(self.question, self.option)

    def write_denied(self, words: Vocabulary, facts: Facts | None = None) -> str:
        return words.ticked(self.question, self.option, is_denied=True)


@dataclass(frozen=True, slots=True)
class MeasureRef(Node):
    """A measure's number, level or yes/no."""

    measure: str
    is_level: bool = False

    def value(self, facts: Facts) -> Value:
        return facts.measure(self.measure)

    def write(self, words: Vocabulary, facts: Facts | None = None) -> str:
        value = self.value(facts) if facts else None
        if not isinstance(value, tuple | OrAbsent) or self.measure in words.hidden:
            return words.yes(self.measure, facts) if facts else words.name(self.measure)
        return words.levels(cast("Ends", value)) if self.is_level else words.amount(value)

    def write_denied(self, words: Vocabulary, facts: Facts | None = None) -> str:
        return words.no(self.measure)


@dataclass(frozen=True, slots=True)
class FactorLevel(Node):
    """The level of another factor."""

    factor: str

    def value(self, facts: Facts) -> Value:
        return facts.level(self.factor)

    def write(self, words: Vocabulary, facts: Facts | None = None) -> str:
        return words.levels(facts.level(self.factor)) if facts else words.name(self.factor)
