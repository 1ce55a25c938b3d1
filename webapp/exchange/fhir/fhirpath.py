"""Translating the rule language to FHIRPath, as far as FHIRPath can express it.

FHIRPath has no ranges: an unknown value is an empty collection, and its "and", "or" and "not" have the three
values of our rule language. So a receiver calculates the value that we calculate, or none.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import singledispatchmethod
from typing import cast

from webapp.exchange.fhir.atoms import (
    BoundMode,
    NotExpressibleError,
    Outcomes,
    answer_expression,
    outcomes,
    value_path,
)
from webapp.exchange.fhir.numbers import literal
from webapp.questionnaire.model import Question, Questionnaire
from webapp.questionnaire.rules.logic import And, Not, Or
from webapp.questionnaire.rules.nodes import (
    Answer,
    Constant,
    IsKnown,
    LevelWord,
    MeasureRef,
    Node,
    NumberAnswer,
    TruthWord,
)
from webapp.questionnaire.rules.operations import BINDING, Arithmetic, Cases, Compare, Extreme

UPWARD = frozenset({">", ">="})
"""Comparisons that the most of the left side and the least of the right make likelier."""


@dataclass(frozen=True)
class Translator:
    """Translates the rules of one questionnaire to FHIRPath over a QuestionnaireResponse.

    `linked` holds the measures that are items themselves: EXACT expressions read them there, others are
    written out. `assumed` holds the questions that are surely known where the expression is evaluated.
    """

    questionnaire: Questionnaire
    linked: frozenset[str] = frozenset()
    assumed: frozenset[str] = frozenset()

    @singledispatchmethod
    def translate(self, node: Node, mode: BoundMode) -> str:
        """Return the FHIRPath of a rule. Raise NotExpressibleError."""
        raise NotExpressibleError(node.text)

    def shown(self, question: Question) -> str:
        """Return an expression: true where a question with a condition is surely asked, else false."""
        return self._settled(cast("Node", question.show_if))

    def hidden(self, question: Question) -> str:
        """Return an expression: true where a question with a condition is surely not asked, else false."""
        return self._settled(Not(cast("Node", question.show_if)))

    def _settled(self, rule: Node) -> str:
        try:
            return self.translate(rule, BoundMode.LEAST)
        except NotExpressibleError:
            return f"iif({self.translate(rule, BoundMode.EXACT)}, true, false)"

    @translate.register
    def _constant(self, node: Constant, mode: BoundMode) -> str:
        return literal(node.number)

    @translate.register
    def _level(self, node: LevelWord, mode: BoundMode) -> str:
        return str(int(node.level))

    @translate.register
    def _truth(self, node: TruthWord, mode: BoundMode) -> str:
        return node.text

    @translate.register
    def _measure(self, node: MeasureRef, mode: BoundMode) -> str:
        if mode is BoundMode.EXACT and node.measure in self.linked:
            return value_path(node.measure)
        return self.translate(self.questionnaire.measures[node.measure].formula, mode)

    @translate.register
    def _answer(self, node: Answer, mode: BoundMode) -> str:
        question = self.questionnaire.questions[node.question]
        found = outcomes(node, question, self.questionnaire, mode)
        if question.id in self.assumed:
            return answer_expression(node, question, found)
        if mode is BoundMode.EXACT:  # a receiver has no answer to a question that was not asked
            return answer_expression(node, question, found, self._unanswered(question, found))
        here = answer_expression(
            node, question, found, found.skipped
        )  # a form may keep the answer of a hidden question
        if question.show_if is None:
            return here
        return f"iif({self.shown(question)}, {here}, {self._unasked(question, found)})"

    def _unasked(self, question: Question, found: Outcomes) -> str:
        if found.hidden == found.undecided:
            return found.hidden
        return f"iif({self.hidden(question)}, {found.hidden}, {found.undecided})"

    def _unanswered(self, question: Question, found: Outcomes) -> str:
        if question.show_if is None or found.skipped == found.hidden == found.undecided:
            return found.skipped
        if found.skipped == found.undecided:
            return f"iif({self.hidden(question)}, {found.hidden}, {found.skipped})"
        return f"iif({self.shown(question)}, {found.skipped}, {self._unasked(question, found)})"

    @translate.register
    def _arithmetic(self, node: Arithmetic, mode: BoundMode) -> str:
        if mode is not BoundMode.EXACT and not _keeps_order(node):
            raise NotExpressibleError(node.text)
        left = _bracketed(node, node.left, self.translate(node.left, mode))
        against = mode.flipped if node.sign == "-" else mode
        return f"{left} {node.sign} {_bracketed(node, node.right, self.translate(node.right, against), 1)}"

    @translate.register
    def _extreme(self, node: Extreme, mode: BoundMode) -> str:
        sign = "<=" if node.name == "min" else ">="
        first, *others = (self.translate(part, mode) for part in node.parts)
        for other in others:
            first = f"(({first}) {sign} ({other})).select(iif($this, {first}, {other}))"
        return first

    @translate.register
    def _comparison(self, node: Compare, mode: BoundMode) -> str:
        compared = self._compared(node, mode)
        for question in {one.id: one for one in self._absent(node)}.values():
            compared = f"iif({self.shown(question)}, {compared}, false)"
        return compared

    def _compared(self, node: Compare, mode: BoundMode) -> str:
        if mode is not BoundMode.EXACT and node.sign in ("==", "!="):
            return self._equal(node, mode)
        up = mode.flipped if node.sign in UPWARD else mode
        sign = "=" if node.sign == "==" else node.sign
        left, right = self.translate(node.left, up.flipped), self.translate(node.right, up)
        return f"{left} {sign} {right}"

    def _equal(self, node: Compare, mode: BoundMode) -> str:
        """Compare two ranges: surely equal where all ends are, perhaps equal where the ranges overlap."""
        is_sure = (mode is BoundMode.LEAST) == (node.sign == "==")
        low, high = ("<=", ">=")
        ends = (BoundMode.MOST, BoundMode.LEAST) if is_sure else (BoundMode.LEAST, BoundMode.MOST)
        first = f"{self.translate(node.left, ends[0])} {low} {self.translate(node.right, ends[1])}"
        second = f"{self.translate(node.left, ends[1])} {high} {self.translate(node.right, ends[0])}"
        both = f"({first} and {second})"
        return both if node.sign == "==" else f"{both}.not()"

    def _absent(self, node: Node) -> Iterator[Question]:
        """Yield the questions whose number is absent, not unknown, when hidden: no comparison holds then."""
        for part in node.walk():
            if isinstance(part, MeasureRef):
                yield from self._absent(self.questionnaire.measures[part.measure].formula)
            elif isinstance(part, NumberAnswer) and part.question not in self.assumed:
                question = self.questionnaire.questions[part.question]
                if question.show_if is not None and question.when_hidden is None:
                    yield question

    @translate.register
    def _not(self, node: Not, mode: BoundMode) -> str:
        return f"({self.translate(node.child, mode.flipped)}).not()"

    @translate.register
    def _and(self, node: And, mode: BoundMode) -> str:
        sure = {part.question for part in node.parts if isinstance(part, IsKnown)}
        inner = replace(self, assumed=self.assumed | sure)
        parts = ((self if isinstance(part, IsKnown) else inner, part) for part in node.parts)
        return " and ".join(_grouped(part, one.translate(part, mode)) for one, part in parts)

    @translate.register
    def _or(self, node: Or, mode: BoundMode) -> str:
        return " or ".join(_grouped(part, self.translate(part, mode)) for part in node.parts)

    @translate.register
    def _cases(self, node: Cases, mode: BoundMode) -> str:
        if mode is not BoundMode.EXACT:
            raise NotExpressibleError(node.text)
        text = self.translate(node.rows[-1][1], mode)
        for when, value in reversed(node.rows[:-1]):
            held = self.translate(cast("Node", when), mode)
            text = f"({held}).select(iif($this, {self.translate(value, mode)}, {text}))"
        return text


def _keeps_order(node: Arithmetic) -> bool:
    """Return whether the operation is monotonic: products only with a positive constant."""
    if node.sign in "+-":
        return True
    factors = [node.right] if node.sign == "/" else [node.left, node.right]
    return any(isinstance(one, Constant) and one.number > 0 for one in factors)


def _bracketed(parent: Arithmetic, child: Node, text: str, is_right: int = 0) -> str:
    loose = isinstance(child, Arithmetic) and BINDING[child.sign] < BINDING[parent.sign] + is_right
    return f"({text})" if loose else text


def _grouped(child: Node, text: str) -> str:
    return f"({text})" if isinstance(child, And | Or) else text
