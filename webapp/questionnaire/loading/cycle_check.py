"""Measures, factors and phrases that look at themselves."""

from __future__ import annotations

from collections.abc import Mapping

from webapp.questionnaire.loading.dependency_graph import Uses, circle
from webapp.questionnaire.loading.placeholders import placeholders
from webapp.questionnaire.loading.positions import Path
from webapp.questionnaire.loading.reading import Document
from webapp.questionnaire.problems import Ledger

Step = tuple[str, Path]
"""A name that is looked at, and the place where."""


def check_circles(uses: Uses, document: Document, ledger: Ledger) -> frozenset[str]:
    """Book every circle once; the names of all measures, factors and phrases that are on one."""
    rules = {
        name: [(step, path) for path, node in rules for step in node.names().measures | node.names().factors]
        for name, rules in uses.rules.items()
    }
    return _book_circles(rules, ledger) | _book_circles(_phrases(document), ledger)


def _phrases(document: Document) -> dict[str, list[Step]]:
    return {
        entry.table.id: [
            (name, (*entry.path, "cases", index, "text"))
            for index, row in enumerate(entry.table.cases)
            for name, _ in placeholders(row.text)
        ]
        for entry in document.phrases
    }


def _book_circles(looks: Mapping[str, list[Step]], ledger: Ledger) -> frozenset[str]:
    steps = {name: frozenset(step for step, _ in found) for name, found in looks.items()}
    on_circles: set[str] = set()
    for name in looks:
        way = circle(steps, name)
        if way and not on_circles.intersection(way):
            place = next(path for step, path in looks[name] if step == way[1])
            ledger.book(place, "circle", f"{name} looks at itself: {' → '.join(way)}", name)
        on_circles.update(way)
    return frozenset(on_circles)
