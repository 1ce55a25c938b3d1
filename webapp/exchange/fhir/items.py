"""Sections and questions as items of a Questionnaire."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from webapp.exchange.fhir.addresses import CORE, ITEM_CONTROL, SDC, Resource, extension, section_link
from webapp.exchange.fhir.codes import Codes
from webapp.exchange.fhir.conditions import Conditions
from webapp.exchange.fhir.numbers import fhir_number
from webapp.exchange.fhir.units import unit_coding
from webapp.questionnaire.model import Option, Question, Section
from webapp.questionnaire.regions import Region

WEIGHT = "points"
"""The figure of an option that is its score; other figures are amounts, used in expressions only."""

CONTROLS = {"single": "radio-button", "multi": "check-box"}


@dataclass(frozen=True)
class Items:
    """Items with the codes, conditions and default region of one questionnaire.

    `without` holds the ids of questions that are left out.
    """

    codes: Codes
    conditions: Conditions
    region: Region
    without: Collection[str] = ()

    def section(self, section: Section) -> Resource:
        link = section_link(section)
        questions = [self.question(one) for one in section.questions if one.id not in self.without]
        intro = [_display(f"{link}.intro", section.intro)] if section.intro else []
        return {"linkId": link, "text": section.title, "type": "group", "item": [*intro, *questions]}

    def question(self, question: Question) -> Resource:
        """Return one question. It is required only where an option says that the answer is not known."""
        condition = self.conditions.of(question)
        extensions = [*_extensions(question), *condition.pop("extension", [])]
        hint = self.region.fill(question.help)
        help_text = [_display(f"{question.id}.help", hint, "help")] if hint else []
        return {
            **({"extension": extensions} if extensions else {}),
            "linkId": question.id,
            "code": self.codes.question(question),
            "text": question.text,
            "type": _type(question),
            **condition,
            "required": question.required and question.kind != "number",
            **({"repeats": True} if question.kind == "multi" else {}),
            **({"answerOption": list(self._options(question))} if question.options else {}),
            **({"item": help_text} if help_text else {}),
        }

    def _options(self, question: Question) -> Iterator[Resource]:
        for option in question.options:
            extensions = list(_option_extensions(option))
            yield {
                **({"extension": extensions} if extensions else {}),
                "valueCoding": self.codes.option(question, option),
            }


def _type(question: Question) -> str:
    if question.kind != "number":
        return "choice"
    return "decimal" if question.decimals else "integer"


def _extensions(question: Question) -> Iterator[Resource]:
    if question.short:
        yield extension(f"{SDC}sdc-questionnaire-shortText", "String", question.short)
    if question.kind in CONTROLS:
        yield control(CONTROLS[question.kind])
        yield extension(f"{CORE}questionnaire-choiceOrientation", "Code", "vertical")
        return
    kind = "Decimal" if question.decimals else "Integer"
    yield extension(f"{CORE}minValue", kind, fhir_number(min(row.low for row in question.bounds)))
    yield extension(f"{CORE}maxValue", kind, fhir_number(max(row.high for row in question.bounds)))
    if question.decimals:
        yield extension(f"{CORE}maxDecimalPlaces", "Integer", question.decimals)
    if question.unit:
        yield extension(f"{CORE}questionnaire-unit", "Coding", unit_coding(question.unit))


def _option_extensions(option: Option) -> Iterator[Resource]:
    weight = option.figures.get(WEIGHT)
    if weight is not None and not isinstance(weight, tuple):
        yield extension(f"{CORE}ordinalValue", "Decimal", fhir_number(weight))
    if option.exclusive:
        yield extension(f"{CORE}questionnaire-optionExclusive", "Boolean", value=True)


def control(code: str) -> Resource:
    """Return the extension that suggests to clients how to draw an item."""
    coding = {"system": ITEM_CONTROL, "code": code}
    return extension(f"{CORE}questionnaire-itemControl", "CodeableConcept", {"coding": [coding]})


def _display(link: str, text: str, drawn: str = "") -> Resource:
    extensions = {"extension": [control(drawn)]} if drawn else {}
    return {**extensions, "linkId": link, "text": text, "type": "display"}
