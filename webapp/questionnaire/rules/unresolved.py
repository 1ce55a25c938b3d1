"""Which questions keep rules from being settled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from webapp.questionnaire.rules.nodes import Answer, FactorLevel, MeasureRef, Node
from webapp.questionnaire.rules.situation import Situation


def unresolved_questions(rules: Iterable[Node], situation: Situation) -> Iterator[str]:
    """The questions that unsettled pieces of these rules look at, also through measures and factors."""
    return (answer.question for answer in unresolved_answers(rules, situation))


def unresolved_answers(rules: Iterable[Node], situation: Situation) -> Iterator[Answer]:
    """The unsettled pieces themselves.

    A piece that is settled whatever its own parts are worth is left out with all below it.
    """
    for node in rules:
        if _is_settled(node, situation):
            continue
        if isinstance(node, Answer):
            yield node
        yield from unresolved_answers(_below(node, situation), situation)


def _below(node: Node, situation: Situation) -> Iterable[Node]:
    if isinstance(node, MeasureRef):
        return (situation.book.measures[node.measure],)
    if isinstance(node, FactorLevel):
        return situation.book.factors[node.factor].values()
    return node.children


def _is_settled(node: Node, situation: Situation) -> bool:
    value = node.value(situation)
    return value[0] == value[1] if isinstance(value, tuple) else value is not None
