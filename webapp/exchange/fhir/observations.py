"""Findings and measures as Observations: self-reported, ordinal, without probability and without a total."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from webapp.assessment import Assessment, Finding, MeasureValue
from webapp.exchange.fhir.addresses import ABSENT, CATEGORY, Resource
from webapp.exchange.fhir.codes import HIGHEST, LEVEL_ENDS, LOWEST, Codes
from webapp.exchange.fhir.numbers import WORKED_OUT_PLACES, json_number
from webapp.exchange.fhir.units import quantity
from webapp.questionnaire.levels import Level
from webapp.questionnaire.rules.numbers import Number


@dataclass(frozen=True)
class Observations:
    """The Observations of one assessment.

    `response` is the reference to the answers behind them, `observed` the time of these as FHIR writes it.
    """

    assessment: Assessment
    codes: Codes
    response: str
    observed: str

    def all(self) -> Iterator[tuple[str, Resource]]:
        """One for each factor and each measure, by its id."""
        for finding in self.assessment.findings:
            yield finding.factor.id, self._of_finding(finding)
        for value in self.assessment.measures.values():
            yield value.measure.id, self._of_measure(value)

    def _of_finding(self, finding: Finding) -> Resource:
        levels = self._levels(finding.lowest, finding.highest)
        return self._resource(finding.factor.id, finding.factor.title, levels)

    def _of_measure(self, worked_out: MeasureValue) -> Resource:
        measure, value = worked_out.measure, worked_out.value
        if isinstance(value, bool):
            told: Resource = {"valueBoolean": value}
        elif not isinstance(value, tuple):
            told = _absent("unknown" if measure.type == "yesno" else "not-applicable")
        elif measure.type == "level":
            told = self._levels(Level(int(value[0])), Level(int(value[1])))
        else:
            told = _numbers(value, measure.unit)
        return self._resource(measure.id, measure.title, told)

    def _resource(self, concept: str, title: str, told: Resource) -> Resource:
        questionnaire = self.assessment.questionnaire
        return {
            "resourceType": "Observation",
            "status": "final",
            "category": [{"coding": [{"system": CATEGORY, "code": "survey"}]}],
            "code": self.codes.concept(concept, title),
            **({"effectiveDateTime": self.observed} if self.observed else {}),
            **told,
            "method": {"text": f"Rules of {questionnaire.title}, version {questionnaire.version}"},
            "derivedFrom": [{"reference": self.response}],
        }

    def _levels(self, lowest: Level, highest: Level) -> Resource:
        """One level, or the two ends of what the answers allow."""
        if lowest == highest:
            return {"valueCodeableConcept": self._level(lowest)}
        ends = ((LOWEST, lowest), (HIGHEST, highest))
        components = [
            {
                "code": self.codes.concept(code, LEVEL_ENDS[code]),
                "valueCodeableConcept": self._level(level),
            }
            for code, level in ends
        ]
        return {**_absent("unknown"), "component": components}

    def _level(self, level: Level) -> Resource:
        return self.codes.level(level, self.assessment.questionnaire.words[f"level_{level.word}"])


def _numbers(ends: tuple[Number, Number], unit: str) -> Resource:
    """One number, or the range that holds it."""
    low, high = (quantity(json_number(Fraction(end), WORKED_OUT_PLACES), unit) for end in ends)
    return {"valueQuantity": low} if ends[0] == ends[1] else {"valueRange": {"low": low, "high": high}}


def _absent(reason: str) -> Resource:
    return {"dataAbsentReason": {"coding": [{"system": ABSENT, "code": reason}]}}
