"""The wheel's copy of the files that stay at the top of the project."""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

INCLUDED = ("questions.toml", "report_templates", "docs/questions.md")


class ProjectFiles(BuildHookInterface):  # type: ignore[type-arg]
    """Put `INCLUDED` into `webapp/project/`, where `webapp.project_files` finds them once installed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the files to a wheel; an editable install reads them where they are."""
        if version != "editable":
            build_data["force_include"].update({name: f"webapp/project/{name}" for name in INCLUDED})
