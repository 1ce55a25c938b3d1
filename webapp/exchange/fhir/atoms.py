"""Rules that look at the answer to one question, as FHIRPath.

The meaning of an answer is in the evaluator alone: it is asked for every option, for no answer and for a
question that was not asked, and the outcomes are written as literals.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import cast

from webapp.exchange.fhir.codes import option_code
from webapp.exchange.fhir.numbers import literal
from webapp.questionnaire.domains import UNASKED, domain_of, unknown_option
from webapp.questionnaire.model import Question, Questionnaire
from webapp.questionnaire.rules.facts import Domain, Value
from webapp.questionnaire.rules.nodes import Answer, Figure, IsKnown, Node, NumberAnswer
from webapp.questionnaire.rules.situation import Situation

EMPTY = "{}"


class BoundMode(Enum):
    """Which bound an expression gives where an answer is unknown.

    EXACT: none, and nothing follows from it. LEAST: of a number the lowest that is possible, of a condition
    true only where it surely holds. MOST: the highest, and true where it may hold.
    """

    EXACT = "exact"
    LEAST = "least"
    MOST = "most"

    @property
    def flipped(self) -> BoundMode:
        """The bound of an operand that is subtracted or negated."""
        return _FLIPPED[self]


_FLIPPED = {
    BoundMode.EXACT: BoundMode.EXACT,
    BoundMode.LEAST: BoundMode.MOST,
    BoundMode.MOST: BoundMode.LEAST,
}


class NotExpressibleError(Exception):
    """FHIRPath cannot express this rule for this bound."""


@dataclass(frozen=True)
class Outcomes:
    """The values of a rule as literals: by code of the chosen option, skipped, hidden, perhaps hidden."""

    answered: Mapping[str, str]
    skipped: str
    hidden: str
    undecided: str


def value_path(link: str) -> str:
    """Return the path of an item's value: questions and measures are in groups at the top."""
    return f"%resource.item.item.where(linkId='{link}').answer.value"


def answer_path(question: Question) -> str:
    """Return the path of the number given, or of the codes chosen."""
    return value_path(question.id) + ("" if question.kind == "number" else ".code")


def outcomes(node: Node, question: Question, questionnaire: Questionnaire, mode: BoundMode) -> Outcomes:
    """Evaluate a rule that looks at this question only, for every possible answer.

    Raise NotExpressibleError where the range of a skipped number depends on other answers.
    """
    empty = Situation(questionnaire.rule_book, {})

    def value_of(domain: Domain, chosen: str | None = None) -> str:
        given = (chosen,) if chosen and question.kind == "multi" else chosen
        unsure = unknown_option(question, given)
        known = {question.id} if chosen and not unsure else set()
        says = {question.id: unsure} if unsure else {}
        situation = Situation(questionnaire.rule_book, {question.id: domain}, known, says)
        return literal_of(node.value(situation), mode, is_number=isinstance(node, NumberAnswer | Figure))

    def chosen(option_id: str) -> str:
        given = (option_id,) if question.kind == "multi" else option_id
        return value_of(domain_of(question, given, empty), option_id)

    return Outcomes(
        {option_code(question, option): chosen(option.id) for option in question.options},
        value_of(_skipped(question, empty, mode)),
        value_of(UNASKED[question.kind](question, False)),  # noqa: FBT003  # surely not asked
        value_of(UNASKED[question.kind](question, True)),  # noqa: FBT003
    )


def _skipped(question: Question, empty: Situation, mode: BoundMode) -> Domain:
    if question.kind == "number" and any(row.when for row in question.bounds):
        if mode is BoundMode.EXACT:
            return (question.bounds[0].low, question.bounds[0].high)
        raise NotExpressibleError(question.id)
    return domain_of(question, None, empty)


def literal_of(value: Value, mode: BoundMode, *, is_number: bool) -> str:
    """Return the literal of an interval or of a truth value."""
    if not is_number:
        return _truth(cast("bool | None", value), mode)
    if not isinstance(value, tuple):
        return EMPTY
    low, high = value
    if mode is BoundMode.EXACT:
        return literal(low) if low == high else EMPTY
    return literal(low if mode is BoundMode.LEAST else high)


def _truth(value: bool | None, mode: BoundMode) -> str:
    if value is None:
        return {BoundMode.EXACT: EMPTY, BoundMode.LEAST: "false", BoundMode.MOST: "true"}[mode]
    return "true" if value else "false"


def answer_expression(node: Answer, question: Question, found: Outcomes, otherwise: str | None = None) -> str:
    """Return the value of the answer; `otherwise` where there is none (None: that does not matter here)."""
    unanswered, text = _plainly(node, question, found, otherwise)
    if otherwise is None or unanswered == otherwise:
        return text
    return f"iif({answer_path(question)}.exists(), {text}, {otherwise})"


def _plainly(node: Answer, question: Question, found: Outcomes, otherwise: str | None) -> tuple[str, str]:
    """Return the value of the expression where there is no answer, and the expression."""
    path = answer_path(question)
    by_literal = codes_by_literal(found.answered)
    if len(by_literal) == 1:
        return (next(iter(by_literal)),) * 2
    if question.kind == "number":
        return ("false", f"{path}.exists()") if isinstance(node, IsKnown) else (EMPTY, path)
    if question.kind == "multi":
        return "false", (_known_multi if isinstance(node, IsKnown) else _multi)(path, by_literal)
    if otherwise == "false" and by_literal.keys() == {"true", "false"}:
        return "false", _any(path, by_literal["true"])
    return EMPTY, _single(path, by_literal)


def codes_by_literal(answered: Mapping[str, str]) -> dict[str, list[str]]:
    """Group the codes by their value."""
    by_literal: dict[str, list[str]] = {}
    for code, one in answered.items():
        by_literal.setdefault(one, []).append(code)
    return by_literal


def _single(path: str, by_literal: Mapping[str, list[str]]) -> str:
    """Return the value of the one code at the path."""
    if by_literal.keys() == {"true", "false"}:
        return _among(path, by_literal["true"])
    otherwise = max(by_literal, key=lambda one: len(by_literal[one]))
    chain = otherwise
    for one, codes in reversed(list(by_literal.items())):
        if one != otherwise:
            chain = f"iif({_among('$this', codes)}, {one}, {chain})"
    return f"{path}.select({chain})"


def _multi(path: str, by_literal: Mapping[str, list[str]]) -> str:
    """Return true where one of the codes makes it so, else nothing where one leaves it open, else false."""
    held = _any(path, by_literal["true"])
    if EMPTY not in by_literal:
        return held
    return f"iif({held}, true, iif({_any(path, by_literal[EMPTY])}, {{}}, false))"


def _known_multi(path: str, by_literal: Mapping[str, list[str]]) -> str:
    """Return whether there are codes at the path and none of them says "not known"."""
    return f"({path}.exists() and {_any(path, by_literal['false'])}.not())"


def _any(path: str, codes: list[str]) -> str:
    return f"{path}.where({_among('$this', codes)}).exists()"


def _among(text: str, codes: list[str]) -> str:
    if len(codes) == 1:
        return f"{text} = {codes[0]!r}"
    return f"{text} in ({' | '.join(repr(code) for code in codes)})"
