"""Names that other programs know things by: addresses of our own resources, systems, extensions, links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webapp.questionnaire.model import Measure, Questionnaire, Section

Resource = dict[str, Any]
"""A piece of FHIR, as JSON has it."""

UntrustedResource = Mapping[str, Any]
"""A piece of FHIR that came from outside: nothing in it is certain."""

NAME = "gut-factors"
"""Stays when a title changes: receivers find a questionnaire again by its address."""

DIGESTS, SUBMISSIONS = "questionnaire-digest", "submission"

ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
ITEM_CONTROL = "http://hl7.org/fhir/questionnaire-item-control"
CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"

CORE = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/"
ABSENT_REASON = f"{CORE}data-absent-reason"
FHIRPATH = "text/fhirpath"

MEASURES = "worked-out"
"""The hidden group of values that are worked out. No id has a hyphen, so no question can have this one."""


@dataclass(frozen=True)
class Addresses:
    """Addresses below one base, such as "https://clinic.example/fhir"; a slash at its end does not count.

    A questionnaire in another language is another questionnaire, with the same codes.
    """

    base_url: str
    language: str

    def of(self, kind: str, name: str = NAME) -> str:
        return f"{self.base_url.rstrip('/')}/{kind}/{name}"

    @property
    def questionnaire(self) -> str:
        return self.of("Questionnaire", questionnaire_name(self.language))

    @property
    def codes(self) -> str:
        return self.of("CodeSystem")

    @property
    def digests(self) -> str:
        """The system of digests of questionnaires (SHA-256 in hex)."""
        return self.of("NamingSystem", DIGESTS)

    @property
    def references(self) -> str:
        """The system of the codes that patients and practitioners call a submission by."""
        return self.of("NamingSystem", SUBMISSIONS)


def addresses_of(questionnaire: Questionnaire, base_url: str) -> Addresses:
    """The addresses of what belongs to one questionnaire."""
    return Addresses(base_url, questionnaire.language)


def questionnaire_name(language: str) -> str:
    """The last part of the address of the questionnaire in one language."""
    return f"{NAME}-{language}"


def section_link(section: Section) -> str:
    """Apart from those of questions: a section may have the id of a question."""
    return f"section.{section.id}"


def measure_link(measure: Measure) -> str:
    """The id itself: no question has the id of a measure."""
    return measure.id


def extension(url: str, kind: str, value: object) -> Resource:
    """One extension; `kind` is the FHIR type of the value, such as "Decimal"."""
    return {"url": url, f"value{kind}": value}


def expression(url: str, text: str) -> Resource:
    """An extension that holds FHIRPath."""
    return extension(url, "Expression", {"language": FHIRPATH, "expression": text})
