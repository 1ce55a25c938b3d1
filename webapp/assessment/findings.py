"""Findings: one factor in one assessment, with the rule that held and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from webapp.assessment.answers import Answers
from webapp.assessment.changes import Change
from webapp.assessment.gaps import gaps_of
from webapp.assessment.level_bounds import exact_levels
from webapp.questionnaire.basis import Basis
from webapp.questionnaire.levels import Level
from webapp.questionnaire.model import Factor, Measure
from webapp.questionnaire.rules.intervals import Truth
from webapp.questionnaire.rules.nodes import write_levels
from webapp.questionnaire.rules.situation import Situation
from webapp.questionnaire.rules.writing import write_interval


@dataclass(frozen=True)
class Working:
    """How a measure came about: `filled` is its formula with the answers in it."""

    measure: str
    filled: str
    result: str


@dataclass(frozen=True)
class TraceLine:
    """One rule as it was evaluated. `holds` is True, False, or None where it may hold."""

    level: Level
    rule: str
    filled: str
    holds: Truth
    basis: Basis
    workings: tuple[Working, ...]


@dataclass(frozen=True)
class Finding:
    """What one assessment says of one factor.

    `lowest` and `highest` are the ends of what the answers allow; `gaps` are the ids of the questions
    that would settle it; `grade` is the evidence grade for these answers.
    """

    factor: Factor
    lowest: Level
    highest: Level
    grade: str
    trace: tuple[TraceLine, ...]
    gaps: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def is_settled(self) -> bool:
        return self.lowest == self.highest

    @property
    def cannot_tell(self) -> bool:
        """Whether the factor may be absent, and may be there."""
        return self.lowest is Level.NONE and self.highest > Level.NONE

    @property
    def is_present(self) -> bool:
        """Whether the factor is there for sure, at any level above none."""
        return self.lowest > Level.NONE


class Finder:
    """Finds one factor after the other in one set of answers; each measure's working is written once."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.situation = answers.situation
        self.book = answers.questionnaire.rule_book
        self._workings: dict[str, Working] = {}

    def find(self, factor: Factor) -> Finding:
        """The finding of one factor, without changes."""
        levels = exact_levels(self.answers.questionnaire, self.situation, factor.id)
        lowest, highest = Level(levels[0]), Level(levels[1])
        return Finding(
            factor,
            lowest,
            highest,
            grade_of(factor, self.situation),
            tuple(self._trace(factor, lowest, highest)),
            gaps_of(self.answers, factor) if lowest < highest else (),
        )

    def _trace(self, factor: Factor, lowest: Level, highest: Level) -> Iterator[TraceLine]:
        """The rule of the highest possible level, then of the lowest; for none, the one just missed."""
        if highest is Level.NONE:
            yield self._line(factor, min(factor.rules))
        for level in sorted({lowest, highest} - {Level.NONE}, reverse=True):
            yield self._line(factor, level)

    def _line(self, factor: Factor, level: Level) -> TraceLine:
        rule = factor.rules[level]
        holds = rule.value(self.situation)
        return TraceLine(
            level,
            rule.text,
            rule.filled(self.situation),
            holds if isinstance(holds, bool) else None,
            factor.basis[level],
            tuple(self._working(measure) for measure in self.book.measures_behind(rule)),
        )

    def _working(self, measure: str) -> Working:
        if measure not in self._workings:
            formula = self.book.measures[measure]
            result = _written(self.answers.questionnaire.measures[measure], self.situation)
            self._workings[measure] = Working(measure, formula.filled(self.situation), result)
        return self._workings[measure]


def grade_of(factor: Factor, situation: Situation) -> str:
    """The evidence grade for these answers."""
    cases = factor.evidence.cases
    return next((grade for when, grade in cases if when.value(situation)), factor.evidence.grade)


def _written(measure: Measure, situation: Situation) -> str:
    value = situation.measure(measure.id)
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return "?"
    return write_levels(value) if measure.type == "level" else write_interval(value)
