"""The names that a rule may use, and the problems of a rule that uses others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from typing import Protocol

from webapp.questionnaire.rules.numbers import FigureValue


class Type(Enum):
    """The type of a node."""

    NUMBER = "number"
    LEVEL = "level"
    CONDITION = "condition"


class AskedOption(Protocol):
    """What the parser needs to know of an option."""

    @property
    def id(self) -> str: ...
    @property
    def figures(self) -> Mapping[str, FigureValue]: ...
    @property
    def is_unknown(self) -> bool: ...


class AskedQuestion(Protocol):
    """What the parser needs to know of a question; `kind` is "single", "multi" or "number"."""

    @property
    def kind(self) -> str: ...
    @property
    def options(self) -> Sequence[AskedOption]: ...


MEASURE_TYPES = {"number": Type.NUMBER, "yesno": Type.CONDITION, "level": Type.LEVEL}


@dataclass(frozen=True)
class Symbols:
    """The symbol table of a rule. `measures` maps an id to "number", "yesno" or "level"."""

    questions: Mapping[str, AskedQuestion]
    measures: Mapping[str, str]
    factors: frozenset[str]

    def nearest(self, name: str) -> str:
        """Return the known name that is most similar, or ""."""
        return nearest(name, [*self.questions, *self.measures, *self.factors])


@dataclass(frozen=True)
class RuleProblem:
    """An error in a rule: `faulty` is the text that is wrong, `line` counts from 0 in the rule.

    `code` never changes: "unknown-name", "unknown-option", "unknown-figure", "missing-figure", "wrong-type"
    or "unreadable-rule".
    """

    code: str
    message: str
    faulty: str
    suggestion: str = ""
    line: int = 0


def nearest(name: str, candidates: Iterable[str]) -> str:
    """Return the candidate that is most similar to the name, or "" where none is close."""
    return next(iter(get_close_matches(name, list(candidates), n=1, cutoff=0.6)), "")
