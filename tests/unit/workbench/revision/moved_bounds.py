"""Every number that decides a level, moved by one step: each in a questionnaire of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from fractions import Fraction
from typing import Any

from webapp.questionnaire.levels import Level
from webapp.questionnaire.model import Questionnaire
from webapp.questionnaire.rules import Node
from webapp.questionnaire.rules.nodes import Constant
from webapp.questionnaire.rules.operations import Compare


def moved_bounds(questionnaire: Questionnaire, way: int) -> Iterator[tuple[str, str, Questionnaire]]:
    """The factor, the bound in words, and the questionnaire in which it is moved up (1) or down (-1)."""
    for factor in questionnaire.factors.values():
        for level, rule in factor.rules.items():
            for text, other in moved_within(rule, way):
                rules = {**factor.rules, level: other}
                yield factor.id, f"{level.word}: {text}", with_rules(questionnaire, factor.id, rules)
    for measure in questionnaire.measures.values():
        for text, other in moved_within(measure.formula, way):
            for factor_id in factors_on(questionnaire, measure.id):
                yield factor_id, f"{measure.id}: {text}", with_formula(questionnaire, measure.id, other)


def factors_on(questionnaire: Questionnaire, measure: str) -> list[str]:
    book = questionnaire.rule_book
    return [
        one.id
        for one in questionnaire.factors.values()
        if any(measure in book.measures_behind(rule) for rule in one.rules.values())
    ]


def with_rules(questionnaire: Questionnaire, factor: str, rules: dict[Level, Node]) -> Questionnaire:
    factors = {**questionnaire.factors, factor: replace(questionnaire.factors[factor], rules=rules)}
    return replace(questionnaire, factors=factors)


def with_formula(questionnaire: Questionnaire, measure: str, formula: Node) -> Questionnaire:
    measures = {**questionnaire.measures, measure: replace(questionnaire.measures[measure], formula=formula)}
    return replace(questionnaire, measures=measures)


def moved_within(node: Node, way: int) -> Iterator[tuple[str, Node]]:
    """Each comparison with a number, and the whole rule with that number moved."""
    if isinstance(node, Compare) and isinstance(node.right, Constant):
        yield node.text, replace(node, right=Constant(node.right.number + way * step_of(node.right)))
    for field in fields(node):  # type: ignore[arg-type]  # every node is a dataclass
        for text, other in _moved_value(getattr(node, field.name), way):
            yield text, replace(node, **{field.name: other})  # type: ignore[type-var]


def _moved_value(value: object, way: int) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Node):
        yield from moved_within(value, way)
    elif isinstance(value, tuple):
        for place, part in enumerate(value):
            for text, other in _moved_value(part, way):
                yield text, (*value[:place], other, *value[place + 1 :])


def step_of(constant: Constant) -> Fraction | int:
    """One in the last place that is written."""
    decimals = len(constant.text.partition(".")[2])
    return Fraction(1, 10**decimals) if decimals else 1
