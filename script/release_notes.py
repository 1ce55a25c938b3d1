"""Print the notes of a release: its section of the changelog, and what operators do to upgrade to it.

script/release_notes.py 0.2.0
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def section(text: str, title: str) -> str:
    """Return the text below the heading of level 2 that matches a pattern; "" without one."""
    found = re.search(rf"^## {title}$\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return found[1].strip() if found else ""


def release_notes(version: str, changelog: str, upgrading: str) -> str:
    """Return the notes. Raise ValueError where a part of them is missing."""
    short = version.rpartition(".")[0]
    changes = section(changelog, rf"{re.escape(version)}, \d{{4}}-\d\d-\d\d")
    steps = section(upgrading, rf"\S+ to {re.escape(short)}")
    if not changes:
        raise ValueError(f"CHANGELOG.md has no section “## {version}, DATE”: rename “## Unreleased”")
    if not steps:
        raise ValueError(f"docs/upgrading.md has no section “## … to {short}”")
    return f"Gut Factors {version}\n\n{changes}\n\n### Upgrading\n\n{steps}\n"


def main() -> None:
    """Print the notes of the version that is named, or exit with what is missing."""
    try:
        (version,) = sys.argv[1:]
        texts = [(ROOT / name).read_text("utf-8") for name in ("CHANGELOG.md", "docs/upgrading.md")]
        sys.stdout.write(release_notes(version, *texts))
    except ValueError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
