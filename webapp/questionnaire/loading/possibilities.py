"""The values that rules can have over all answers."""

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.questionnaire.loading.dependency_graph import DependencyGraph
from webapp.questionnaire.loading.document import QuestionTable
from webapp.questionnaire.loading.ranges import widest_range
from webapp.questionnaire.loading.reading import TomlDocument
from webapp.questionnaire.rules import Node, Picks, RuleBook, Situation
from webapp.questionnaire.rules.facts import Domain, Facts, Value
from webapp.questionnaire.rules.nodes import ChoiceIs, IsKnown
from webapp.questionnaire.rules.operations import Cases
from webapp.questionnaire.rules.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Perhaps(Node):
    """A condition that may or may not hold, in place of one that depends on whether an answer is known."""

    def value(self, facts: Facts) -> Value:
        return None

    def write(self, words: Vocabulary, facts: Facts | None = None) -> str:
        return "perhaps"


@dataclass(frozen=True)
class Possibilities:
    """The values that the rules of one document can have over all answers."""

    graph: DependencyGraph
    situation: Situation

    def value(self, node: Node) -> Value:
        """Return the hull of all values of a rule; None also if one of its dependencies is faulty."""
        try:
            return node.value(self.situation) if self._is_whole(node) else None
        except ZeroDivisionError:
            return None

    def _is_whole(self, node: Node) -> bool:
        book, domains = self.situation.book, self.situation.domains
        names = book.measures.keys() | book.factors.keys()
        return (
            self.graph.dependencies(node) <= names
            and self.graph.question_dependencies(node) <= domains.keys()
        )


def possibilities(graph: DependencyGraph, document: TomlDocument, cyclic: frozenset[str]) -> Possibilities:
    """Return the possibilities over all answers, without measures and factors on a cycle."""
    every = {entry.table.id: _domain(entry.table) for entry in document.questions}
    domains = {name: domain for name, domain in every.items() if domain is not None}
    measures = {entry.table.id: graph.formulas.of_measure(entry) for entry in document.measures}
    factors = {
        entry.table.id: graph.formulas.of_factor(entry)
        for entry in document.factors
        if entry.path not in graph.formulas.broken
    }
    book = RuleBook(
        {name: _widened(rule, domains) for name, rule in measures.items() if rule and name not in cyclic},
        {
            name: {level: _widened(rule, domains) for level, rule in rules.items()}
            for name, rules in factors.items()
            if name not in cyclic
        },
    )
    return Possibilities(graph, Situation(book, domains))


def _domain(table: QuestionTable) -> Domain | None:
    """Return all answers of a question; None for a number without bounds."""
    if table.kind == "single":
        return frozenset(option.id for option in table.plain_options)
    if table.kind == "multi":
        return Picks(frozenset(), frozenset(option.id for option in table.options))
    widest = widest_range(table)
    if widest is None or table.when_hidden is None or isinstance(table.when_hidden, str):
        return widest
    return min(widest[0], table.when_hidden), max(widest[1], table.when_hidden)


def _widened(rule: Node, domains: Mapping[str, Domain]) -> Node:
    """Return the rule with Perhaps in place of each part that depends on whether an answer is known."""
    if not any(_depends_on_knowing(part, domains) for part in rule.walk()):
        return rule
    if isinstance(rule, Cases):
        rows = ((when and _widened(when, domains), _widened(value, domains)) for when, value in rule.rows)
        return Cases(tuple(rows))
    return Perhaps()


def _depends_on_knowing(part: Node, domains: Mapping[str, Domain]) -> bool:
    """Return whether a part is known(...), or tests for an option that means unknown."""
    if not isinstance(part, ChoiceIs):
        return isinstance(part, IsKnown)
    domain = domains[part.question]
    return isinstance(domain, frozenset) and not domain.issuperset(part.options)
