"""Checks for impossible comparisons, divisions by zero, and levels in the wrong order."""

from collections.abc import Iterator
from itertools import pairwise, product
from typing import NamedTuple

from webapp.questionnaire.levels import Level
from webapp.questionnaire.loading.document import FactorTable
from webapp.questionnaire.loading.formulas import RuleText, rule_texts
from webapp.questionnaire.loading.positions import TomlPath
from webapp.questionnaire.loading.possibilities import Possibilities
from webapp.questionnaire.loading.reading import TableEntry, TomlDocument
from webapp.questionnaire.problems import ErrorCollector
from webapp.questionnaire.rules import Node
from webapp.questionnaire.rules.logic import Or
from webapp.questionnaire.rules.numbers import Number
from webapp.questionnaire.rules.operations import Arithmetic, Compare

MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def check_thresholds(possible: Possibilities, document: TomlDocument, errors: ErrorCollector) -> None:
    """Add errors for comparisons that never hold, divisions by zero, and levels in the wrong order."""
    nodes = possible.graph.formulas.nodes
    for rule in rule_texts(document):
        if rule.path in nodes:
            for part in nodes[rule.path].walk():
                _check_part(possible, errors, rule, part)
    for factor in document.factors:
        _check_order(possible, errors, factor)


def _check_part(possible: Possibilities, errors: ErrorCollector, rule: RuleText, part: Node) -> None:
    if isinstance(part, Compare) and possible.value(part) is False:
        message = f'no answers can make this true: "{part.text}"'
        errors.add(rule.path, "never-holds", message, part.text, line=line_of(rule, part))
    if isinstance(part, Arithmetic) and part.sign == "/":
        divisor = possible.value(part.right)
        if isinstance(divisor, tuple) and divisor[0] <= 0 <= divisor[1]:
            message = f'this may divide by zero: "{part.text}"'
            errors.add(rule.path, "division-by-zero", message, part.text, line=line_of(rule, part))


def line_of(rule: RuleText, part: Node) -> int:
    """Return the line of a rule where a part begins; 0 if the part is spelled otherwise there."""
    return rule.text.count("\n", 0, max(0, rule.text.find(part.text)))


class Threshold(NamedTuple):
    """A comparison with a constant. A greater `bar` is harder to reach."""

    subject: str
    upward: bool
    bar: tuple[Number, bool]
    text: str


def _check_order(possible: Possibilities, errors: ErrorCollector, factor: TableEntry[FactorTable]) -> None:
    rules = possible.graph.formulas.of_factor(factor)
    for (upper, harder), (lower, easier) in pairwise(rules.items()):
        for high, low in product(_thresholds(possible, harder), _thresholds(possible, easier)):
            if low[:2] == high[:2] and low.bar >= high.bar:
                _add_order(errors, (*factor.path, lower.word), upper, high, low)


def _add_order(errors: ErrorCollector, path: TomlPath, upper: Level, high: Threshold, low: Threshold) -> None:
    message = f'"{low.text}" must be easier to reach than "{high.text}" of {upper.word}'
    errors.add(path, "not-descending", message, low.text)


def _thresholds(possible: Possibilities, rule: Node) -> Iterator[Threshold]:
    """Yield the comparisons with a constant that each suffice to make the rule true."""
    for part in rule.parts if isinstance(rule, Or) else (rule,):
        if isinstance(part, Compare) and part.sign in MIRRORED:
            if _is_constant(part.right):
                yield _threshold(possible, part)
            elif _is_constant(part.left):
                yield _threshold(possible, Compare(MIRRORED[part.sign], part.right, part.left))


def _is_constant(node: Node) -> bool:
    return not any(node.names())


def _threshold(possible: Possibilities, part: Compare) -> Threshold:
    ends = possible.value(part.right)
    number = ends[0] if isinstance(ends, tuple) else 0
    upward = part.sign.startswith(">")
    return Threshold(part.left.text, upward, (number if upward else -number, len(part.sign) == 1), part.text)
