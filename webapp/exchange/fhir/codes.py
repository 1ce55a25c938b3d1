"""Codes of questions, options, factors and levels, in our own system and in those of others."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.exchange.fhir.addresses import ABSENT, LOINC, Addresses, Resource
from webapp.questionnaire.levels import Level
from webapp.questionnaire.model import Option, Question

REASONS = {"not_sure": "asked-unknown", "prefer_not": "asked-declined"}
"""Why an answer is absent, by the id of an option that says nothing."""

SKIPPED = "unknown"
"""The reason of a question that was passed over: nobody knows why."""

CONFIRMED_LOINC = {
    "68518-0": "How often do you have a drink containing alcohol",
    "68519-8": "How many standard drinks containing alcohol do you have on a typical day",
    "68520-6": "How often do you have 6 or more drinks on 1 occasion",
    "75626-2": "Total score [AUDIT-C]",
}
"""LOINC codes that were looked up, with their names there. Others are refused: 68517-2, which stands for the
first item of AUDIT-C in many examples, asks something else."""

LOWEST, HIGHEST = "level.lowest", "level.highest"
LEVEL_ENDS = {LOWEST: "lowest possible level", HIGHEST: "highest possible level"}
"""Codes of the two ends where a level is not settled."""

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
        """Its code elsewhere, where it has one, and our own."""
        ours = self._own(question.id, question.short or question.id)
        return [*([external_coding(question.code)] if question.code else []), ours]

    def option(self, question: Question, option: Option) -> Resource:
        """Its code elsewhere, the reason why the answer is absent, or our own."""
        if option.code:
            return {**external_coding(option.code), "display": option.label}
        if is_absent_reason(option):
            return {"system": ABSENT, "code": REASONS[option.id], "display": option.label}
        return self._own(own_option_code(question, option), option.label)

    def concept(self, concept_id: str, title: str) -> Resource:
        """A CodeableConcept for a factor or a measure."""
        return {"coding": [self._own(concept_id, title)], "text": title}

    def level(self, level: Level, words: str) -> Resource:
        """A CodeableConcept for a level; `words` are those for patients."""
        return {"coding": [self._own(level_code(level), level.word)], "text": words}

    def _own(self, code: str, display: str) -> Resource:
        return {"system": self.addresses.codes, "code": code, "display": display}


def external_coding(code: str) -> Resource:
    """A coding of another system from "system|code", with its name there where we know it."""
    system, _, plain = code.partition("|")
    display = CONFIRMED_LOINC.get(plain) if system == LOINC else None
    return {"system": system, "code": plain, **({"display": display} if display else {})}


def is_absent_reason(option: Option) -> bool:
    """Whether the option says only why there is no answer; one that says a part has a code of its own."""
    return option.is_unknown and option.id in REASONS and not option.code


def own_option_code(question: Question, option: Option) -> str:
    """The code in our system: an option id alone means something else in each question."""
    return f"{question.id}.{option.id}"


def option_code(question: Question, option: Option) -> str:
    """The code of an option as expressions compare it: that of its coding, without the system."""
    if option.code:
        return option.code.partition("|")[2]
    return REASONS[option.id] if is_absent_reason(option) else own_option_code(question, option)


def level_code(level: Level) -> str:
    """The code in our system."""
    return f"level.{level.word}"
