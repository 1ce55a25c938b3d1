"""The answers as rules see them."""

from collections.abc import Collection
from typing import NamedTuple, Protocol

from webapp.questionnaire.rules.intervals import Ends, Interval, Truth

Value = Interval | Truth  # the value of a node: an interval (numbers and levels) or a truth (conditions)


class Picks(NamedTuple):
    """A multiple choice: the option ids that are ticked for sure, and those that may be."""

    sure: frozenset[str]
    possible: frozenset[str]


Domain = Ends | None | frozenset[str] | Picks
"""What an answer may be: a number's interval (None: absent), the options of a single choice, or picks."""


class Facts(Protocol):
    """What is known of each answer, measure and factor."""

    def number(self, question: str) -> Interval:
        """Return the interval of a number."""

    def choice(self, question: str) -> frozenset[str]:
        """Return the option ids that a single choice may have."""

    def picks(self, question: str) -> Picks:
        """Return the picks of a multiple choice."""

    def is_known(self, question: str) -> Truth:
        """Return whether a plain answer was given."""

    def is_unsure(self, question: str, options: Collection[str]) -> Truth:
        """Return whether one of these options was chosen and means unknown."""

    def measure(self, measure_id: str) -> Value:
        """Return the interval or truth of a measure."""

    def level(self, factor_id: str) -> tuple[int, int]:
        """Return the lowest and highest level that the answers allow."""
