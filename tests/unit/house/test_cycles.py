"""No module imports itself through others, not even for its types alone."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

import grimp
import pytest


def check(imports: dict[str, set[str]]) -> None:
    """Raise CycleError, which names the modules of a cycle."""
    TopologicalSorter(imports).prepare()


def test_no_import_goes_in_a_circle() -> None:
    graph = grimp.build_graph("webapp", cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert "webapp.questionnaire.rules.facts" in imports["webapp.questionnaire.rules.nodes"]
    check(imports)


def test_a_circle_is_found() -> None:
    with pytest.raises(CycleError, match="nodes"):
        check({"nodes": {"situation"}, "situation": {"facts", "nodes"}})
