"""No view module imports another: what two of them need is in a module without routes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[3]
VIEWS = {
    ".".join(path.relative_to(PROJECT).with_suffix("").parts): path
    for path in sorted((PROJECT / "webapp/web").rglob("*.py"))
    if "Blueprint(" in path.read_text("utf-8")
}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


@pytest.mark.parametrize("audience", ["patient", "kiosk", "desk", "admin", "auth", "site"])
def test_no_view_module_imports_another(audience: str) -> None:
    views = {name: path for name, path in VIEWS.items() if name.split(".")[2] == audience}
    assert views
    assert not [
        f"{name} -> {other}" for name, path in views.items() for other in imports(path) if other in VIEWS
    ]
