"""Findings: one factor in one assessment, with the rule that held and what is missing."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from webapp.assessment.answers import Answers
from webapp.assessment.changes import Change
from webapp.assessment.deciding_basis import deciding_basis
from webapp.assessment.gaps import gaps_of
from webapp.assessment.level_bounds import exact_levels
from webapp.questionnaire.basis import Basis
from webapp.questionnaire.levels import Level
from webapp.questionnaire.model import Factor, Measure
from webapp.questionnaire.rules.facts import Facts
from webapp.questionnaire.rules.intervals import Truth
from webapp.questionnaire.rules.nodes import Node
from webapp.questionnaire.rules.numbers import write_interval, write_levels
from webapp.questionnaire.rules.situation import Situation
from webapp.questionnaire.rules.vocabulary import TRACE, Vocabulary


@dataclass(frozen=True)
class Working:
    """How the value of a measure was computed."""

    measure: Measure
    facts: Facts = field(repr=False, compare=False)

    def filled(self, words: Vocabulary = TRACE) -> str:
        return self.measure.formula.filled(self.facts, words)

    @property
    def result(self) -> str:
        """The value as text: "true", a level, a number, a range, or "?" where it is open or may be absent."""
        value = self.facts.measure(self.measure.id)
        if isinstance(value, bool):
            return str(value).lower()
        if not isinstance(value, tuple):
            return "?"
        return write_levels(value) if self.measure.type == "level" else write_interval(value)


@dataclass(frozen=True)
class TraceLine:
    """One rule as it was evaluated. `holds` is True, False, or None where it may hold."""

    level: Level
    rule: Node
    holds: Truth
    basis: Basis
    workings: tuple[Working, ...]
    facts: Facts = field(repr=False, compare=False)

    def filled(self, words: Vocabulary = TRACE) -> str:
        return self.rule.filled(self.facts, words)


@dataclass(frozen=True)
class Finding:
    """What one assessment says of one factor.

    `lowest` and `highest` are the range of levels that the answers allow; `gaps` are the ids of the questions
    that would narrow it; `grade` is the evidence grade for these answers.
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
        return self.lowest is Level.NONE and self.highest > Level.NONE

    @property
    def is_present(self) -> bool:
        return self.lowest > Level.NONE


def find(answers: Answers, factor: Factor) -> Finding:
    """Return the finding of one factor, without changes."""
    levels = exact_levels(answers.questionnaire, answers.situation, factor.id)
    lowest, highest = Level(levels[0]), Level(levels[1])
    return Finding(
        factor,
        lowest,
        highest,
        grade_of(factor, answers.situation),
        tuple(_trace(answers, factor, lowest, highest)),
        gaps_of(answers, factor) if lowest < highest else (),
    )


def _trace(answers: Answers, factor: Factor, lowest: Level, highest: Level) -> Iterator[TraceLine]:
    """Yield the rule of the highest possible level, then of the lowest; for none, the rule just missed."""
    if highest is Level.NONE:
        yield _line(answers, factor, min(factor.rules))
    for level in sorted({lowest, highest} - {Level.NONE}, reverse=True):
        yield _line(answers, factor, level)


def _line(answers: Answers, factor: Factor, level: Level) -> TraceLine:
    rule, facts, questionnaire = factor.rules[level], answers.situation, answers.questionnaire
    holds = rule.value(facts)
    behind = questionnaire.rule_book.measures_behind(rule)
    return TraceLine(
        level,
        rule,
        holds if isinstance(holds, bool) else None,
        deciding_basis(factor.basis[level], rule, facts, questionnaire.measures),
        tuple(Working(questionnaire.measures[measure], facts) for measure in behind),
        facts,
    )


def grade_of(factor: Factor, situation: Situation) -> str:
    """Return the evidence grade for these answers."""
    cases = factor.evidence.cases
    return next((grade for when, grade in cases if when.value(situation)), factor.evidence.grade)
