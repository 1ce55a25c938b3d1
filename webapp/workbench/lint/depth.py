"""Rules and phrases that look at one another over so many steps that a report could not follow them."""

from collections.abc import Mapping
from graphlib import TopologicalSorter

from webapp.questionnaire.loading.dependency_graph import DependencyGraph
from webapp.questionnaire.loading.placeholders import placeholders
from webapp.questionnaire.loading.positions import TomlPath
from webapp.questionnaire.rules import Node
from webapp.questionnaire.rules.nodes import FactorLevel, MeasureRef
from webapp.workbench.lint.context import LintContext

MOST_CALLS = 500
"""Calls of functions within one another: half of those that Python allows; a page needs some, too."""

NODE, NAME, PHRASE = 2, 3, 7
"""The calls for a piece of a rule, for a name in it, and for a phrase in a text."""

Depths = Mapping[str, int]


def check_depth(ctx: LintContext) -> None:
    """Refuse the first rule, and the first phrase, that takes more than MOST_CALLS."""
    for path in (_deep_rule(ctx), _deep_phrase(ctx)):
        if path:
            ctx.note(
                path, "too-deep", "this looks at others over too many steps to be worked out in a report"
            )


def _deep_rule(ctx: LintContext) -> TomlPath | None:
    graph, depths = DependencyGraph(ctx.document, ctx.loaded.formulas), dict[str, int]()
    for name in TopologicalSorter(graph.edges).static_order():
        for path, node in graph.rules[name]:
            depths[name] = max(depths.get(name, 0), _depth(node, depths))
            if depths[name] > MOST_CALLS:
                return path
    every = ctx.loaded.formulas.nodes.items()
    return next((path for path, node in every if _depth(node, depths) > MOST_CALLS), None)


def _depth(node: Node, depths: Depths) -> int:
    below = [_depth(child, depths) for child in node.children]
    if isinstance(node, MeasureRef | FactorLevel):
        below.append(NAME + depths[node.measure if isinstance(node, MeasureRef) else node.factor])
    return NODE + max(below, default=0)


def _deep_phrase(ctx: LintContext) -> TomlPath | None:
    phrases = {one.table.id: one for one in ctx.document.phrases}
    edges = {
        name: {named for row in one.table.cases for named, _ in placeholders(row.text) if named in phrases}
        for name, one in phrases.items()
    }
    depths: dict[str, int] = {}
    for name in TopologicalSorter(edges).static_order():
        depths[name] = PHRASE + max((depths[named] for named in edges[name]), default=0)
        if depths[name] > MOST_CALLS:
            return phrases[name].path
    return None
