"""Processes of tests: Python with a program of its own, and a stand-in for a render process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.project import ROOT


def stand_in(behaviour: str, mark: Path | str = "-") -> tuple[str, ...]:
    return sys.executable, "-S", "-E", str(ROOT / "tests" / "pdf" / "stand_in.py"), behaviour, str(mark)


def run(code: str, **environment: str) -> str:
    """Run Python in a fresh process and give what it prints."""
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    ).stdout.strip()
