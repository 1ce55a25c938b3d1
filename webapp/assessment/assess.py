"""From answers to an assessment. There is no total: no study validates a sum of factors."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from webapp.assessment.answers import Answers
from webapp.assessment.changes import changes_of
from webapp.assessment.findings import Finding, find
from webapp.questionnaire.levels import Level
from webapp.questionnaire.model import Measure, Questionnaire, ReportNote, SafetyFlag
from webapp.questionnaire.rules.intervals import Ends, OrAbsent, Truth

TIERS_BY_URGENCY = ("stop", "1", "2", "3", "support", "practitioner")
"""Tiers of safety flags, in the order of the report: the most urgent first."""

DESK_TIERS = ("1", "2", "3", "support")  # tiers by which the desk marks a submission, most urgent first


@dataclass(frozen=True)
class MeasureValue:
    """The value of a measure: an interval (low, high), a truth, or None.

    None stands for an unknown truth, and for a number that is or may be absent.
    """

    measure: Measure
    value: Ends | Truth


@dataclass(frozen=True)
class Assessment:
    """Everything that one person's answers say. Findings are in the order of the questionnaire."""

    answers: Answers
    findings: tuple[Finding, ...]
    measures: Mapping[str, MeasureValue]
    safety: tuple[SafetyFlag, ...]

    @property
    def questionnaire(self) -> Questionnaire:
        return self.answers.questionnaire

    @cached_property
    def present(self) -> tuple[Finding, ...]:
        """Findings above none, by level, then evidence grade, then the order of the questionnaire."""
        present = [finding for finding in self.findings if finding.is_present and finding.factor.in_article]
        return tuple(sorted(present, key=lambda finding: (-finding.lowest, -finding.highest, finding.grade)))

    @property
    def full(self) -> tuple[Finding, ...]:
        """The findings that the report explains in full."""
        limit = self.questionnaire.full_factors
        present = self.present if self.questionnaire.full_level else self.present[:limit]
        return tuple(one for one in present if self._reaches_full_level(one))

    @property
    def further(self) -> tuple[Finding, ...]:
        """The other findings above none; the small ones that are not from the article come last."""
        in_full = {one.factor.id for one in self.full}
        small = (one for one in self._others if not self._reaches_full_level(one))
        return (*(one for one in self.present if one.factor.id not in in_full), *small)

    @property
    def undecided(self) -> tuple[Finding, ...]:
        """Findings that may be none or more."""
        return tuple(one for one in self.findings if one.cannot_tell and one.factor.in_article)

    @property
    def apart(self) -> tuple[Finding, ...]:
        """Findings on factors that are not from the article, where they may be present, to tell in full."""
        return tuple(one for one in self._others if self._reaches_full_level(one))

    @property
    def _others(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.highest > Level.NONE and not one.factor.in_article)

    def _reaches_full_level(self, finding: Finding) -> bool:
        """Return whether the level may be high enough for the report to explain it."""
        return finding.highest >= (self.questionnaire.full_level or Level.NONE)

    def ordered(self) -> tuple[Finding, ...]:
        """Return all findings in the order of the report: present, undecided, none, then those apart."""
        absent = [one for one in self.findings if one.highest is Level.NONE and one.factor.in_article]
        others = [one for one in self.findings if not one.factor.in_article]
        return (*self.present, *self.undecided, *absent, *others)

    def notes(self, finding: Finding) -> tuple[ReportNote, ...]:
        """Return the factor's remarks that hold for these answers."""
        return tuple(note for note in finding.factor.notes if self.holds(note))

    def holds(self, note: ReportNote) -> bool:
        return note.stands(self.answers.situation)


def assess(answers: Answers, *, changes: bool = True) -> Assessment:
    """Return the assessment of these answers. Changes take most of the time; leave them out where unused."""
    questionnaire = answers.questionnaire
    safety = raised_flags(answers)
    findings = tuple(find(answers, factor) for factor in questionnaire.factors.values())
    if changes:
        flags = possible_flags(answers)
        findings = tuple(_with_changes(answers, finding, flags) for finding in findings)
    measures = {one.id: _measured(one, answers) for one in questionnaire.measures.values()}
    return Assessment(answers, findings, measures, safety)


def _measured(measure: Measure, answers: Answers) -> MeasureValue:
    """Return the value of a measure. Rules use a score of unpublished words, but nobody reads it."""
    value = None if measure.id in answers.unscored else answers.situation.measure(measure.id)
    return MeasureValue(measure, None if isinstance(value, OrAbsent) else value)


def raised_flags(answers: Answers) -> tuple[SafetyFlag, ...]:
    """Return the safety flags whose condition surely holds, in the order of tiers."""
    held = [flag for flag in answers.questionnaire.safety if flag.when.value(answers.situation) is True]
    return tuple(sorted(held, key=lambda flag: TIERS_BY_URGENCY.index(flag.tier)))


def added_sentences(flag: SafetyFlag, answers: Answers) -> tuple[ReportNote, ...]:
    """Return the sentences of `more` that are added to the text of a flag for these answers."""
    return tuple(note for note in flag.more if note.stands(answers.situation))


def urgency(answers: Answers) -> str:
    """Return the most urgent tier that the desk shows: "1", "2", "3", "support", or "" for none."""
    return next((flag.tier for flag in raised_flags(answers) if flag.tier in DESK_TIERS), "")


def possible_flags(answers: Answers) -> tuple[SafetyFlag, ...]:
    """Return the flags that are or may be raised, whose silenced changes are not pointed out."""
    return tuple(
        flag for flag in answers.questionnaire.safety if flag.when.value(answers.situation) is not False
    )


def _with_changes(answers: Answers, finding: Finding, flags: Iterable[SafetyFlag]) -> Finding:
    if not finding.is_present or any(finding.factor.id in flag.silences for flag in flags):
        return finding
    silenced = frozenset[str]().union(*(flag.silenced_questions for flag in flags))
    levels = (finding.lowest, finding.highest)
    return replace(finding, changes=changes_of(answers, finding.factor.id, levels, silenced))
