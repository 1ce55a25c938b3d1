"""The answers that keep rules from having a definite value."""

from collections.abc import Iterable, Iterator

from webapp.questionnaire.rules.domain_split import is_open
from webapp.questionnaire.rules.intervals import is_definite
from webapp.questionnaire.rules.nodes import Answer, FactorLevel, MeasureRef, Node
from webapp.questionnaire.rules.operations import Cases
from webapp.questionnaire.rules.situation import Situation


def unresolved_questions(rules: Iterable[Node], situation: Situation) -> Iterator[str]:
    """Yield the open questions behind unresolved pieces of these rules, also through measures and factors.

    A figure that is a pair stays unresolved though its option is known: then there is nothing to ask.
    """
    found = (answer.question for answer in unresolved_answers(rules, situation))
    return (question for question in found if is_open(situation.domains[question]))


def unresolved_answers(rules: Iterable[Node], situation: Situation) -> Iterator[Answer]:
    """Yield the unresolved nodes themselves.

    Skip a node whose value is already determined, and its children.
    """
    for node in rules:
        if is_definite(node.value(situation)):
            continue
        if isinstance(node, Answer):
            yield node
        yield from unresolved_answers(_below(node, situation), situation)


def _below(node: Node, situation: Situation) -> Iterable[Node]:
    if isinstance(node, MeasureRef):
        return (situation.book.measures[node.measure],)
    if isinstance(node, FactorLevel):
        return situation.book.factors[node.factor].values()
    return node.parts_that_count(situation) if isinstance(node, Cases) else node.children
