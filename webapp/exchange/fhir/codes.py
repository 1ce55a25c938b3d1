"""Codes of questions, options, factors and levels, in our own system and in public ones."""

from dataclasses import dataclass

from webapp.exchange.fhir.addresses import ABSENT, LOINC, Addresses, Resource
from webapp.questionnaire.levels import Level
from webapp.questionnaire.model import Option, Question

OWN = ""  # stands for the system of our own codes, whose address depends on the clinic

REASONS = {"not_sure": "asked-unknown", "prefer_not": "asked-declined"}
"""The reason why an answer is absent, by the id of an option that says nothing else."""

SKIPPED = "unknown"  # the reason of a question that was skipped: nobody knows why

CONFIRMED_LOINC = {
    "68518-0": "How often do you have a drink containing alcohol",
    "68519-8": "How many standard drinks containing alcohol do you have on a typical day",
    "68520-6": "How often do you have 6 or more drinks on 1 occasion",
    "75626-2": "Total score [AUDIT-C]",
}
"""LOINC codes that were looked up, with their LOINC names. Others are refused: 68517-2, which many examples
take for the first item of AUDIT-C, asks something else."""

LOWEST, HIGHEST = "level.lowest", "level.highest"
LEVEL_ENDS = {LOWEST: "lowest possible level", HIGHEST: "highest possible level"}
"""Codes of the two ends of a level that the answers leave open."""

LOINC_NOTICE = (
    "This material contains content from LOINC (http://loinc.org). LOINC is copyright © 1995-2020, "
    "Regenstrief Institute, Inc. and the Logical Observation Identifiers Names and Codes (LOINC) Committee "
    "and is available at no cost under the license at http://loinc.org/license. LOINC® is a registered "
    "United States trademark of Regenstrief Institute, Inc"
)


@dataclass(frozen=True)
class Codes:
    """The codes of one questionnaire below one base address."""

    addresses: Addresses

    def question(self, question: Question) -> list[Resource]:
        ours = self._own(question.id, question.short or question.id)
        return [*([external_coding(question.code)] if question.code else []), ours]

    def option(self, question: Question, option: Option) -> Resource:
        system, code = option_codings(question, option)[0]
        return {"system": system or self.addresses.codes, "code": code, "display": option.label}

    def concept(self, concept_id: str, title: str) -> Resource:
        return {"coding": [self._own(concept_id, title)], "text": title}

    def level(self, level: Level, words: str) -> Resource:
        """Return the CodeableConcept of a level; `words` are those for patients."""
        return {"coding": [self._own(level_code(level), level.word)], "text": words}

    def _own(self, code: str, display: str) -> Resource:
        return {"system": self.addresses.codes, "code": code, "display": display}


def external_coding(code: str) -> Resource:
    """Return the coding of "system|code" in a public system, with its name there where we know it."""
    system, _, plain = code.partition("|")
    display = CONFIRMED_LOINC.get(plain) if system == LOINC else None
    return {"system": system, "code": plain, **({"display": display} if display else {})}


def option_codings(question: Question, option: Option) -> tuple[tuple[str, str], ...]:
    """Return every system and code that mean an option; the first pair is the one that is written.

    The code elsewhere comes first, then the reason why there is no answer, then our own code (OWN), which
    holds the question's id too: an option id alone means something else in each question.
    """
    own = (OWN, f"{question.id}.{option.id}")
    if option.code:
        system, _, code = option.code.partition("|")
        return (system, code), own
    if option.is_unknown and option.id in REASONS:
        return (ABSENT, REASONS[option.id]), own
    return (own,)


def option_code(question: Question, option: Option) -> str:
    """Return the code that expressions compare, without its system."""
    return option_codings(question, option)[0][1]


def level_code(level: Level) -> str:
    """Return the code of a level in our system."""
    return f"level.{level.word}"
