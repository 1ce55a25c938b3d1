"""Findings and measures as Observations: self-reported, ordinal, without probability and without a total."""

from collections.abc import Iterator
from dataclasses import dataclass

from webapp.assessment import Assessment, Finding, MeasureValue
from webapp.assessment.as_json import json_number
from webapp.exchange.fhir.addresses import ABSENT, CATEGORY, Resource
from webapp.exchange.fhir.codes import HIGHEST, LEVEL_ENDS, LOWEST, Codes
from webapp.exchange.fhir.units import quantity
from webapp.questionnaire.levels import Level
from webapp.questionnaire.rules.numbers import Number


@dataclass(frozen=True)
class Observations:
    """The Observations of one assessment.

    `response` is the address of the answers behind them, `observed` their time as a FHIR dateTime.
    """

    assessment: Assessment
    codes: Codes
    response: str
    observed: str

    def all(self) -> Iterator[tuple[str, Resource]]:
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
            value_element: Resource = {"valueBoolean": value}
        elif not isinstance(value, tuple):
            value_element = _absent("unknown" if measure.type == "yesno" else "not-applicable")
        elif measure.type == "level":
            value_element = self._levels(Level(int(value[0])), Level(int(value[1])))
        else:
            value_element = _numbers(value, measure.unit)
        return self._resource(measure.id, measure.title, value_element)

    def _resource(self, concept: str, title: str, value_element: Resource) -> Resource:
        questionnaire = self.assessment.questionnaire
        return {
            "resourceType": "Observation",
            "status": "final",
            "category": [{"coding": [{"system": CATEGORY, "code": "survey"}]}],
            "code": self.codes.concept(concept, title),
            **({"effectiveDateTime": self.observed} if self.observed else {}),
            **value_element,
            "method": {"text": f"Rules of {questionnaire.title}, version {questionnaire.version}"},
            "derivedFrom": [{"reference": self.response}],
        }

    def _levels(self, lowest: Level, highest: Level) -> Resource:
        """Return one level, or the lowest and the highest that the answers allow."""
        if lowest == highest:
            return {"valueCodeableConcept": self._level(lowest)}
        ends = ((LOWEST, lowest), (HIGHEST, highest))
        components = [
            {"code": self.codes.concept(code, LEVEL_ENDS[code]), "valueCodeableConcept": self._level(level)}
            for code, level in ends
        ]
        return {**_absent("unknown"), "component": components}

    def _level(self, level: Level) -> Resource:
        return self.codes.level(level, self.assessment.questionnaire.words[f"level_{level.word}"])


def _numbers(ends: tuple[Number, Number], unit: str) -> Resource:
    low, high = (quantity(json_number(end), unit) for end in ends)
    return {"valueQuantity": low} if ends[0] == ends[1] else {"valueRange": {"low": low, "high": high}}


def _absent(reason: str) -> Resource:
    return {"dataAbsentReason": {"coding": [{"system": ABSENT, "code": reason}]}}
