"""Addresses of our own resources and code systems, of public ones and of extensions, and linkIds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webapp.questionnaire.model import Measure, Questionnaire, Section

Resource = dict[str, Any]  # a FHIR resource or a part of one, as plain values for JSON
UntrustedResource = Mapping[str, Any]  # a FHIR resource from outside: nothing in it is certain
NAME = "gut-factors"  # stays when a title changes: receivers recognise a questionnaire by its address
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
MEASURES = "worked-out"  # The linkId of the hidden group of measures. No question has it: ids hold no hyphen.


@dataclass(frozen=True)
class Addresses:
    """Addresses below one base, such as "https://clinic.example/fhir", with or without a slash at its end.

    Each language of the questionnaire is a FHIR Questionnaire of its own; all have the same codes.
    """

    base_url: str
    language: str

    def of(self, kind: str, name: str = NAME) -> str:
        return f"{self.base_url.rstrip('/')}/{kind}/{name}"

    def in_language(self, language: str) -> "Addresses":
        return Addresses(self.base_url, language)

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
        """The system of the references of submissions ("7Q4K-XW")."""
        return self.of("NamingSystem", SUBMISSIONS)


def addresses_of(questionnaire: Questionnaire, base_url: str) -> Addresses:
    """Return the addresses of one questionnaire."""
    return Addresses(base_url, questionnaire.language)


def questionnaire_name(language: str) -> str:
    """Return the last part of the address of the questionnaire in one language."""
    return f"{NAME}-{language}"


def is_ours(name: str) -> bool:
    """Return whether the last part of an address names the questionnaire, in whatever language."""
    return name.startswith(f"{NAME}-")


def section_link(section: Section) -> str:
    """Return the linkId of a section: a prefix tells it from a question of the same id."""
    return f"section.{section.id}"


def measure_link(measure: Measure) -> str:
    """Return the linkId of a measure: its id, which no question has."""
    return measure.id


def extension(url: str, kind: str, value: object) -> Resource:
    """Return one extension; `kind` is the FHIR type of the value, such as "Decimal"."""
    return {"url": url, f"value{kind}": value}


def expression(url: str, text: str) -> Resource:
    """Return an extension that holds FHIRPath."""
    return extension(url, "Expression", {"language": FHIRPATH, "expression": text})
