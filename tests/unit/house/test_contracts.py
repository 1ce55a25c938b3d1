"""The import contracts of pyproject.toml leave no package out: a new one is held by each, or named here."""

from __future__ import annotations

import tomllib

import pytest

from tests.project import ROOT

SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
CONTRACTS = {
    contract["name"]: {module.split(".")[1] for module in contract.get("source_modules", ())}
    for contract in SETTINGS["contracts"]
}
PACKAGES = {path.parent.name for path in (ROOT / "webapp").glob("*/__init__.py")} | {"application", "wsgi"}
FREE = {
    "Nothing that serves patients, practitioners or kiosks imports the workbench of authors": "cli workbench",
    "Flask and its forms only in web, create_app and the command": "application cli web workbench wsgi",
    "WeasyPrint only in report": "report",
    "SQLAlchemy only in storage": "storage",
    "The queue's library only in prints": "prints",
    "The metrics' library only in metrics": "metrics",
}
"""The packages that each of these contracts leaves free."""


@pytest.mark.parametrize("name", FREE)
def test_a_contract_holds_every_package_that_it_does_not_free(name: str) -> None:
    assert CONTRACTS[name] == PACKAGES - set(FREE[name].split())
