"""When an item is shown: `enableWhen` where that is enough, else a FHIRPath expression.

A form may keep the answer to a question that was hidden later, and some clients then still show what depends
on it. So each condition includes the conditions of the questions that it looks at.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from webapp.exchange.fhir.addresses import SDC, Resource, expression
from webapp.exchange.fhir.atoms import BoundMode, NotExpressibleError, outcomes
from webapp.exchange.fhir.codes import Codes, option_code
from webapp.exchange.fhir.fhirpath import Translator
from webapp.exchange.fhir.numbers import fhir_number
from webapp.questionnaire.model import Question, Questionnaire
from webapp.questionnaire.rules.logic import Or
from webapp.questionnaire.rules.nodes import Constant, Node, NumberAnswer, Picked
from webapp.questionnaire.rules.operations import Compare

SIGNS = {">": ">", ">=": ">=", "<": "<", "<=": "<=", "==": "="}
"""Comparisons that are false without an answer on both sides; "!=" is not."""


@dataclass(frozen=True)
class EnableWhen:
    """Tests of single answers; any of them must hold, or all (`needs_all`)."""

    tests: tuple[Resource, ...]
    needs_all: bool = False

    def under(self, above: EnableWhen) -> EnableWhen | None:
        """Return both conditions together, or None where one list of tests cannot express them."""
        if len(self.tests) > 1 or not (above.needs_all or len(above.tests) == 1):
            return None
        return EnableWhen((*above.tests, *self.tests), needs_all=True)


@dataclass(frozen=True)
class Conditions:
    """The conditions of one questionnaire; `without` are ids of questions that the clinic does not ask."""

    questionnaire: Questionnaire
    codes: Codes
    without: Collection[str] = ()

    def of(self, question: Question) -> Resource:
        """Return the elements of an item that say when it is shown; none for an item that always is."""
        if question.show_if is None:
            return {}
        simple = self._simple(question.show_if)
        if simple is None:
            text = Translator(self.questionnaire).shown(question)
            return {"extension": [expression(f"{SDC}sdc-questionnaire-enableWhenExpression", text)]}
        behaviour = {"enableBehavior": "all" if simple.needs_all else "any"} if len(simple.tests) > 1 else {}
        return {"enableWhen": list(simple.tests), **behaviour}

    def _simple(self, rule: Node) -> EnableWhen | None:
        names = rule.names()
        if (
            len(names.questions) != 1
            or names.measures
            or names.factors
            or names.questions & set(self.without)
        ):
            return None
        question = self.questionnaire.questions[next(iter(names.questions))]
        tests = self._tests(rule, question)
        own = EnableWhen(tests) if tests else None
        if own is None or question.show_if is None:
            return own
        above = self._simple(question.show_if)
        return own.under(above) if above else None

    def _tests(self, rule: Node, question: Question) -> tuple[Resource, ...]:
        """Return the tests of one question's answer; none where tests cannot express the rule."""
        try:
            found = outcomes(rule, question, self.questionnaire, BoundMode.LEAST)
        except NotExpressibleError:
            return ()
        if {found.skipped, found.hidden, found.undecided} != {"false"}:
            return ()
        if question.kind == "number":
            return _number_test(rule, question)
        held = {code for code, one in found.answered.items() if one == "true"}
        return tuple(
            self._option_test(question, option.id)
            for option in question.options
            if option_code(question, option) in held and (question.kind == "single" or _only_picks(rule))
        )

    def _option_test(self, question: Question, option_id: str) -> Resource:
        coding = self.codes.option(question, question.option(option_id))
        return {
            "question": question.id,
            "operator": "=",
            "answerCoding": {"system": coding["system"], "code": coding["code"]},
        }


def _only_picks(rule: Node) -> bool:
    """Return whether any one tick is enough: only then can ticks be tested one by one."""
    return isinstance(rule, Picked) or (isinstance(rule, Or) and all(_only_picks(one) for one in rule.parts))


def _number_test(rule: Node, question: Question) -> tuple[Resource, ...]:
    if not isinstance(rule, Compare) or rule.sign not in SIGNS:
        return ()
    if not isinstance(rule.left, NumberAnswer) or not isinstance(rule.right, Constant):
        return ()
    kind = "answerDecimal" if question.decimals else "answerInteger"
    value = fhir_number(rule.right.number)
    if kind == "answerInteger" and not isinstance(value, int):
        return ()
    return ({"question": question.id, "operator": SIGNS[rule.sign], kind: value},)
