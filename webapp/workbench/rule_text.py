"""Rules as sentences: for people who write questionnaires and no programs."""

from __future__ import annotations

from functools import singledispatch

from webapp.questionnaire.model import Questionnaire
from webapp.questionnaire.rules import Node
from webapp.questionnaire.rules.nodes import (
    ChoiceIs,
    FactorLevel,
    Figure,
    IsKnown,
    MeasureRef,
    NumberAnswer,
    Picked,
    TruthWord,
)
from webapp.questionnaire.rules.operations import And, Arithmetic, Cases, Compare, Extreme, Not, Or

SIGNS = {
    "<": "is below",
    "<=": "is at most",
    "==": "is",
    "!=": "is not",
    ">": "is above",
    ">=": "is at least",
}
ARITHMETIC = {"*": "×", "/": "÷"}
EXTREMES = {"min": "the smallest of", "max": "the largest of"}


def name_of(asked: Questionnaire, question: str) -> str:
    """What tables call a question."""
    one = asked.questions[question]
    return one.short or one.text


@singledispatch
def in_words(node: Node, asked: Questionnaire) -> str:  # noqa: ARG001  the others need it
    """A rule, or a piece of one, in words. What is not registered below says itself."""
    return node.text


@in_words.register
def _number(node: NumberAnswer, asked: Questionnaire) -> str:
    return name_of(asked, node.question)


@in_words.register
def _measure(node: MeasureRef, asked: Questionnaire) -> str:
    return asked.measures[node.measure].title


@in_words.register
def _factor(node: FactorLevel, asked: Questionnaire) -> str:
    return asked.factors[node.factor].title


@in_words.register
def _figure(node: Figure, asked: Questionnaire) -> str:
    return f"the {node.name} of “{name_of(asked, node.question)}”"


@in_words.register
def _truth(node: TruthWord, _: Questionnaire) -> str:
    return "always" if node.truth else "never"


@in_words.register
def _known(node: IsKnown, asked: Questionnaire) -> str:
    return f"{name_of(asked, node.question)} was answered"


@in_words.register
def _choice(node: ChoiceIs, asked: Questionnaire) -> str:
    return f"{name_of(asked, node.question)} is {_labels(node, asked)}"


def _labels(node: ChoiceIs, asked: Questionnaire) -> str:
    labels = [f"“{asked.questions[node.question].option(option).label}”" for option in node.options]
    return " or ".join(filter(None, (", ".join(labels[:-1]), labels[-1])))


@in_words.register
def _picked(node: Picked, asked: Questionnaire) -> str:
    return f"“{asked.questions[node.question].option(node.option).label}” is ticked"


@in_words.register
def _arithmetic(node: Arithmetic, asked: Questionnaire) -> str:
    left, right = (_factor_of(node, side, asked) for side in node.children)
    return f"{left} {ARITHMETIC.get(node.sign, node.sign)} {right}"


def _factor_of(node: Arithmetic, side: Node, asked: Questionnaire) -> str:
    """One side, in brackets where the sign binds it more than its own."""
    is_sum = isinstance(side, Arithmetic) and side.sign in "+-"
    is_bound = node.sign in "*/" or (node.sign == "-" and side is node.right)
    return f"({in_words(side, asked)})" if is_sum and is_bound else in_words(side, asked)


@in_words.register
def _extreme(node: Extreme, asked: Questionnaire) -> str:
    return f"{EXTREMES[node.name]} ({', '.join(in_words(part, asked) for part in node.parts)})"


@in_words.register
def _comparison(node: Compare, asked: Questionnaire) -> str:
    return f"{in_words(node.left, asked)} {SIGNS[node.sign]} {in_words(node.right, asked)}"


@in_words.register
def _not(node: Not, asked: Questionnaire) -> str:
    if isinstance(node.child, ChoiceIs):
        return f"{name_of(asked, node.child.question)} is not {_labels(node.child, asked)}"
    if isinstance(node.child, Picked | IsKnown):
        return (
            in_words(node.child, asked).replace(" is ticked", " is not ticked").replace(" was ", " was not ")
        )
    return f"not ({in_words(node.child, asked)})"


@in_words.register
def _and(node: And, asked: Questionnaire) -> str:
    return " and ".join(_apart(part, Or, asked) for part in node.parts)


@in_words.register
def _or(node: Or, asked: Questionnaire) -> str:
    return ", or ".join(_apart(part, And, asked) for part in node.parts)


def _apart(part: Node, other: type[Node], asked: Questionnaire) -> str:
    """A part of "and" or "or", in brackets where it is one of the other kind."""
    return f"({in_words(part, asked)})" if isinstance(part, other) else in_words(part, asked)


@in_words.register
def _cases(node: Cases, asked: Questionnaire) -> str:
    return "; ".join(
        f"{in_words(value, asked)} {f'where {in_words(when, asked)}' if when else 'otherwise'}"
        for when, value in node.rows
    )
