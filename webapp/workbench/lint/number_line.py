"""Rules as a function of one number: the segments of its line on which each of them holds.

A comparison is constant between two cut-offs, so every cut-off and one point between each two of them show
everything, exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product

from webapp.questionnaire.loading.thresholds import MIRRORED
from webapp.questionnaire.rules import Node
from webapp.questionnaire.rules.intervals import COMPARISONS
from webapp.questionnaire.rules.logic import And, Not, Or
from webapp.questionnaire.rules.nodes import Constant
from webapp.questionnaire.rules.numbers import Number, write_exact
from webapp.questionnaire.rules.operations import Compare

MAX_CONDITIONS = 6
"""Other conditions that are tried in all combinations: 64 at most.

Of more conditions, only the combinations in which none, one, all but one, or all of them hold.
"""


@dataclass(frozen=True)
class Segment:
    """A piece of a number's line, with or without its ends; an end of None is infinite."""

    low: Number | None
    high: Number | None
    has_low: bool = False
    has_high: bool = False

    @property
    def sample(self) -> Number:
        if self.low is None:
            return (self.high or 0) - 1
        return self.low + 1 if self.high is None else Fraction(self.low + self.high) / 2

    @property
    def text(self) -> str:
        low, high = (None if end is None else write_exact(end) for end in (self.low, self.high))
        if low == high:
            return f"exactly {low}"
        from_low = f"{'from' if self.has_low else 'above'} {low}"
        to_high = f"{'up to' if self.has_high else 'below'} {high}"
        return " and ".join(part for part, end in ((from_low, low), (to_high, high)) if end is not None)

    def to(self, other: Segment) -> Segment:
        """Return the segment from the beginning of this one to the end of the other."""
        return Segment(self.low, other.high, self.has_low, other.has_high)

    def rules(self, subject: Node) -> Iterator[Node]:
        """Yield the comparisons that hold where the number is in the segment."""
        if self.low is not None:
            yield Compare(">=" if self.has_low else ">", subject, Constant(self.low))
        if self.high is not None:
            yield Compare("<=" if self.has_high else "<", subject, Constant(self.high))


@dataclass(frozen=True)
class NumberLine:
    """Where each rule holds on the line of one number, under certain assumptions on other conditions."""

    subject: Node
    assumptions: tuple[Node, ...]
    segments: tuple[Segment, ...]
    holds: tuple[tuple[bool, ...], ...]
    """For each segment, which of the rules hold."""

    @property
    def is_exhaustive(self) -> bool:
        """Whether all combinations of the other conditions were tried."""
        return len(self.assumptions) <= MAX_CONDITIONS

    def where(self, stretch: Segment) -> tuple[Node, ...]:
        return (*self.assumptions, *stretch.rules(self.subject))


def number_lines(rules: Sequence[Node]) -> Iterator[NumberLine]:
    """Yield a line for each number that is compared with constants, and each combination of the rest."""
    atoms = {atom.text: atom for rule in rules for atom in _atoms(rule)}
    subjects = {subject.text: subject for atom in atoms.values() for subject, *_ in _compared(atom)}
    for name, subject in subjects.items():
        own = {text for text, atom in atoms.items() if any(one.text == name for one, *_ in _compared(atom))}
        others = [text for text in atoms if text not in own]
        stretches = tuple(_segments(number for text in own for *_, number in _compared(atoms[text])))
        for truths in _assignments(len(others)):
            assumed = dict(zip(others, truths, strict=True))
            among = tuple(atoms[text] if truth else Not(atoms[text]) for text, truth in assumed.items())
            holds = tuple(tuple(_holds(rule, assumed, one.sample) for rule in rules) for one in stretches)
            yield NumberLine(subject, among, stretches, holds)


def _assignments(conditions: int) -> Iterator[tuple[bool, ...]]:
    """Yield combinations of truths: all of them, or with too many conditions the simple ones."""
    if conditions <= MAX_CONDITIONS:
        yield from product((True, False), repeat=conditions)
        return
    for most in (True, False):
        yield (most,) * conditions
        for odd in range(conditions):
            yield tuple(most is not (place == odd) for place in range(conditions))


def _atoms(rule: Node) -> Iterator[Node]:
    """Yield the conditions that a rule joins by and, or, not."""
    if isinstance(rule, And | Or | Not):
        for child in rule.children:
            yield from _atoms(child)
    else:
        yield rule


def _compared(atom: Node) -> Iterator[tuple[Node, str, Number]]:
    """Yield the number that is compared with a constant, the sign, and the constant on the right."""
    if isinstance(atom, Compare):
        if isinstance(atom.right, Constant) and any(atom.left.names()):
            yield atom.left, atom.sign, atom.right.number
        if isinstance(atom.left, Constant) and any(atom.right.names()):
            yield atom.right, MIRRORED.get(atom.sign, atom.sign), atom.left.number


def _segments(numbers: Iterable[Number]) -> Iterator[Segment]:
    cuts = sorted(set(numbers))
    for low, high in pairwise([None, *cuts]):
        yield Segment(low, high)
        yield Segment(high, high, has_low=True, has_high=True)
    yield Segment(cuts[-1], None)


def _holds(rule: Node, assumed: Mapping[str, bool], number: Number) -> bool:
    if isinstance(rule, And):
        return all(_holds(child, assumed, number) for child in rule.children)
    if isinstance(rule, Or):
        return any(_holds(child, assumed, number) for child in rule.children)
    if isinstance(rule, Not):
        return not _holds(rule.child, assumed, number)
    if rule.text in assumed:
        return assumed[rule.text]
    _, sign, cut = next(_compared(rule))
    return COMPARISONS[sign]((number, number), (cut, cut)) is True
