"""Checks for measures, factors and phrases that depend on themselves."""

from collections.abc import Mapping

from webapp.questionnaire.loading.dependency_graph import DependencyGraph, find_cycle
from webapp.questionnaire.loading.placeholders import placeholders
from webapp.questionnaire.loading.positions import TomlPath
from webapp.questionnaire.loading.reading import TomlDocument
from webapp.questionnaire.problems import ErrorCollector

Dependency = tuple[str, TomlPath]  # a dependency: its name, and the path of the rule or text that names it


def check_cycles(graph: DependencyGraph, document: TomlDocument, errors: ErrorCollector) -> frozenset[str]:
    """Add one error for each cycle, and return the names of everything on a cycle."""
    rules = {
        name: [(step, path) for path, node in rules for step in node.names().measures | node.names().factors]
        for name, rules in graph.rules.items()
    }
    return _add_cycles(rules, errors) | _add_cycles(_phrases(document), errors)


def _phrases(document: TomlDocument) -> dict[str, list[Dependency]]:
    return {
        entry.table.id: [
            (name, (*entry.path, "cases", index, "text"))
            for index, row in enumerate(entry.table.cases)
            for name, _ in placeholders(row.text)
        ]
        for entry in document.phrases
    }


def _add_cycles(looks: Mapping[str, list[Dependency]], errors: ErrorCollector) -> frozenset[str]:
    steps = {name: frozenset(step for step, _ in found) for name, found in looks.items()}
    cyclic: set[str] = set()
    for name in looks:
        way = find_cycle(steps, name)
        if way and not cyclic.intersection(way):
            place = next(path for step, path in looks[name] if step == way[1])
            errors.add(place, "circle", f"{name} looks at itself: {' → '.join(way)}", name)
        cyclic.update(way)
    return frozenset(cyclic)
