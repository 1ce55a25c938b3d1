"""Parsing one answer of a QuestionnaireResponse into a value for `validate_answers`."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from webapp.assessment.validate_answers import shortened
from webapp.exchange.fhir.addresses import ABSENT, NAME, UntrustedResource
from webapp.exchange.fhir.codes import OWN, option_codings
from webapp.exchange.fhir.units import ucum
from webapp.questionnaire.model import Question

OUR_CODES = f"/CodeSystem/{NAME}"  # the end of the address of our codes: its beginning depends on the clinic
NUMBERS = ("valueInteger", "valueDecimal", "valueQuantity")


class UnreadableError(ValueError):
    """An answer of a form that the question cannot take."""


def quote_value(value: object) -> str:
    """Quote a refused value for a message; nested values are left out, for they may be nested too deep."""
    return "something nested" if isinstance(value, list | Mapping) else shortened(value)


def parse_answer(question: Question, item: UntrustedResource) -> object:
    """Return a number, an option id, a list of option ids, or None for skipped. Raise UnreadableError.

    Whether the number and the options are allowed is for `validate_answers` to say.
    """
    answers = item.get("answer")
    if answers is None:
        return None
    if not isinstance(answers, list):
        raise UnreadableError("the answer must be a list")
    values = [value for value in map(_value, answers) if value is not None]
    if question.kind == "multi":
        options = [_option(question, *value) for value in values]
        return [option for option in options if option is not None] or None
    if len(values) > 1:
        raise UnreadableError("there must be one answer only")
    read = _number if question.kind == "number" else _option
    return read(question, *values[0]) if values else None


def _value(answer: object) -> tuple[str, Any] | None:
    """Return the one value of an answer with its FHIR type; None where the answer holds only a reason."""
    if not isinstance(answer, Mapping):
        raise UnreadableError("each answer must be an object")
    values = [
        (str(key), value)
        for key, value in answer.items()
        if str(key).startswith("value") and value is not None
    ]
    if len(values) > 1:
        raise UnreadableError("each answer must have one value")
    return values[0] if values else None


def _number(question: Question, kind: str, value: Any) -> object:  # noqa: ANN401  # it comes from outside
    if kind not in NUMBERS:
        raise UnreadableError(f"a number is needed, not a {kind}")
    if kind == "valueQuantity":
        value = _in_unit(question, value)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise UnreadableError(f"{quote_value(value)} is no number")
    return value


def _in_unit(question: Question, quantity: object) -> object:
    if not isinstance(quantity, Mapping):
        raise UnreadableError("a quantity must be an object")
    if quantity.get("comparator"):
        raise UnreadableError("a quantity with a comparator is not exact, and cannot be an answer here")
    unit = quantity.get("code") or quantity.get("unit")
    if unit not in (None, ucum(question.unit), question.unit):
        raise UnreadableError(f"the unit must be {question.unit or 'left out'}, not {quote_value(unit)}")
    return quantity.get("value")


def _option(question: Question, kind: str, value: Any) -> str | None:  # noqa: ANN401  # it comes from outside
    if kind != "valueCoding" or not isinstance(value, Mapping):
        raise UnreadableError(f"an option is needed as valueCoding, not a {kind}")
    system, code = value.get("system") or "", value.get("code")
    for option in question.options:
        if any(_matches(system, code, one) for one in option_codings(question, option)):
            return option.id
    if system == ABSENT:
        return None
    raise UnreadableError(f"{quote_value(code)} is no option of this question")


def _matches(system: object, code: object, coding: tuple[str, str]) -> bool:
    """Return whether a coding from outside is this one; without a system its code alone counts."""
    wanted, known = coding
    if code != known or not isinstance(system, str):
        return False
    return not system or (system.endswith(OUR_CODES) if wanted == OWN else system == wanted)
