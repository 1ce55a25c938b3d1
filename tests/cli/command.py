"""The real command in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
GUTFACTORS = [sys.executable, "-c", "from webapp.cli import main; main()"]


def environment(**settings: str) -> dict[str, str]:
    """Give this process's environment, with these settings and no others."""
    others = {key: value for key, value in os.environ.items() if not key.startswith("GUTFACTORS_")}
    given = {f"GUTFACTORS_{key}": value for key, value in settings.items()}
    return {**others, "PYTHONPATH": str(PROJECT), "PYTHONWARNINGS": "error", **given}


def run(*args: str | Path, typed: str = "", cwd: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run(
        [*GUTFACTORS, *map(str, args)],
        input=typed,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env=environment(**settings),
        timeout=60,
        check=False,
    )
