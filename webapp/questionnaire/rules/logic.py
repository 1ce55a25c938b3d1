"""Not, and, or: with three values, since an answer may be unknown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from webapp.questionnaire.rules import intervals
from webapp.questionnaire.rules.facts import Facts, Value
from webapp.questionnaire.rules.intervals import Truth
from webapp.questionnaire.rules.nodes import IsKnown, Node, Picked
from webapp.questionnaire.rules.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Not(Node):
    """A negated condition."""

    child: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.child,)

    def write(self, words: Vocabulary, facts: Facts | None = None) -> str:
        return self.child.write_denied(words, facts)

    def value(self, facts: Facts) -> Value:
        return intervals.negate(cast("Truth", self.child.value(facts)))


@dataclass(frozen=True, slots=True)
class And(Node):
    """All conditions hold."""

    parts: tuple[Node, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        return self.parts

    def write(self, words: Vocabulary, facts: Facts | None = None) -> str:
        parts = self.parts_that_count(words, facts) if facts else self.parts
        return words.both([_grouped(child, words, facts) for child in parts])

    def parts_that_count(self, words: Vocabulary, facts: Facts) -> Sequence[Node]:
        """Return the parts; in brief words those that are denied or only known are left out beside others."""
        if not words.is_brief:
            return self.parts
        return [child for child in self.parts if not _is_aside(child, facts)] or self.parts

    def write_denied(self, words: Vocabulary, facts: Facts | None = None) -> str:
        return words.negate(self.write(words, facts), is_compound=len(self.parts) > 1)

    def value(self, facts: Facts) -> Value:
        result: Truth = True
        for child in self.parts:
            truth = child.value(facts)
            if truth is False:
                return False
            if truth is None:
                result = None
        return result


@dataclass(frozen=True, slots=True)
class Or(Node):
    """At least one condition holds. A trace has those that hold, else those that may."""

    parts: tuple[Node, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        return self.parts

    def write(self, words: Vocabulary, facts: Facts | None = None) -> str:
        parts = self.parts_that_count(facts) if facts else self.parts
        questions = (child.question if isinstance(child, Picked) else "" for child in parts)
        texts = (_alternative(child, words, facts, is_alone=len(parts) == 1) for child in parts)
        return words.either(list(zip(questions, texts, strict=True)))

    def write_denied(self, words: Vocabulary, facts: Facts | None = None) -> str:
        return words.negate(self.write(words, facts), is_compound=len(self.parts) > 1)

    def parts_that_count(self, facts: Facts) -> Sequence[Node]:
        """Return the parts that hold, else those that may hold, else all."""
        truths = [(child.value(facts), child) for child in self.parts]
        held = [child for truth, child in truths if truth]
        return held or [child for truth, child in truths if truth is None] or self.parts

    def value(self, facts: Facts) -> Value:
        result: Truth = False
        for child in self.parts:
            truth = child.value(facts)
            if truth:
                return True
            if truth is None:
                result = None
        return result


def _alternative(child: Node, words: Vocabulary, facts: Facts | None, *, is_alone: bool) -> str:
    text = child.write(words, facts)
    if is_alone or not (words.brackets_in_or and isinstance(child, And)):
        return text
    return f"({text})" if facts is None or len(child.parts_that_count(words, facts)) > 1 else text


def _is_aside(node: Node, facts: Facts) -> bool:
    return isinstance(node, Not | IsKnown) and node.value(facts) is True


def _grouped(child: Node, words: Vocabulary, facts: Facts | None) -> str:
    """Write a part of an "and", in brackets where it has several parts itself."""
    text, several = child.write(words, facts), len(child.children) > 1
    if facts and words.is_brief and isinstance(child, Or):
        several = len(child.parts_that_count(facts)) > 1
    return f"({text})" if several and isinstance(child, Or | And) else text
