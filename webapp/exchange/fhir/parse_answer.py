"""One answer of a QuestionnaireResponse as a value that `accept` takes."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from webapp.assessment.validate_answers import shortened
from webapp.exchange.fhir.addresses import ABSENT, NAME, UntrustedResource
from webapp.exchange.fhir.codes import REASONS, is_absent_reason, own_option_code
from webapp.exchange.fhir.units import ucum
from webapp.questionnaire.model import Option, Question

OUR_CODES = f"/CodeSystem/{NAME}"
"""The end of the address of our codes, whosever base it has."""

NUMBERS = ("valueInteger", "valueDecimal", "valueQuantity")


class UnreadableError(ValueError):
    """An answer of a form that the question does not have."""


def quote_value(value: object) -> str:
    """A refused value as a message may repeat it; what is nested may be nested too deep to be written."""
    return "something nested" if isinstance(value, list | Mapping) else shortened(value)


def parse_answer(question: Question, item: UntrustedResource) -> object:
    """A number, an option id, a list of them, or None for passed over. Raises UnreadableError.

    Whether the number and the options can stand is for `accept` to say.
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
    """The one value of an answer with its type; None where there is none, only a reason for that."""
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
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise UnreadableError(f"{quote_value(value)} is no number")
    return Decimal(repr(value)) if isinstance(value, float) else value


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
        if any(_fits(system, code, one) for one in _codings(question, option)):
            return option.id
    if system == ABSENT:
        return None
    raise UnreadableError(f"{quote_value(code)} is no option of this question")


def _codings(question: Question, option: Option) -> list[tuple[str, str]]:
    """Every system and code that means the option: ours always does, so that old answers can be read."""
    ours = (OUR_CODES, own_option_code(question, option))
    system, _, code = option.code.partition("|")
    reason = [(ABSENT, REASONS[option.id])] if is_absent_reason(option) else []
    return [ours, *reason, *([(system, code)] if option.code else [])]


def _fits(system: object, code: object, coding: tuple[str, str]) -> bool:
    """Whether a coding means this one; without a system the code alone counts."""
    wanted, known = coding
    is_there = isinstance(system, str) and (not system or system == wanted or _is_ours(system, wanted))
    return is_there and code == known


def _is_ours(system: str, wanted: str) -> bool:
    return wanted == OUR_CODES and system.endswith(OUR_CODES)
