"""Dependencies of measures and factors on each other and on questions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from webapp.questionnaire.loading.formulas import LEVELS, Formulas
from webapp.questionnaire.loading.positions import TomlPath
from webapp.questionnaire.loading.reading import TomlDocument
from webapp.questionnaire.rules import Node


@dataclass(frozen=True)
class DependencyGraph:
    """The dependencies between the rules of one document."""

    document: TomlDocument
    formulas: Formulas

    @cached_property
    def rules(self) -> Mapping[str, list[tuple[TomlPath, Node]]]:
        measures = {entry.table.id: self.formulas.below(entry.path) for entry in self.document.measures}
        factors = {
            entry.table.id: [rule for one in LEVELS for rule in self.formulas.below((*entry.path, one.word))]
            for entry in self.document.factors
        }
        return {**measures, **factors}

    @cached_property
    def edges(self) -> Mapping[str, frozenset[str]]:
        return {name: _names(node for _, node in rules) for name, rules in self.rules.items()}

    def dependencies(self, node: Node) -> frozenset[str]:
        """Return the measures and factors that a rule depends on, directly or not."""
        return reachable(self.edges, _names([node]))

    def question_dependencies(self, node: Node) -> frozenset[str]:
        """Return the questions that a rule depends on, directly or not."""
        nodes = [node, *(rule for name in self.dependencies(node) for _, rule in self.rules[name])]
        return frozenset(question for one in nodes for question in one.names().questions)


def reachable(steps: Mapping[str, frozenset[str]], names: Iterable[str]) -> frozenset[str]:
    """Return these names and everything that can be reached from them."""
    found: set[str] = set()
    ahead = list(names)
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead.extend(steps.get(name, ()))
    return frozenset(found)


def find_cycle(steps: Mapping[str, frozenset[str]], start: str) -> list[str]:
    """Return the shortest path from a name back to itself, both ends included; empty if there is none."""
    ways = [[start]]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        for name in sorted(steps.get(way[-1], ())):
            if name == start:
                return [*way, name]
            if name not in seen:
                seen.add(name)
                ways.append([*way, name])
    return []


def _names(nodes: Iterable[Node]) -> frozenset[str]:
    names = [node.names() for node in nodes]
    return frozenset(name for one in names for name in one.measures | one.factors)
