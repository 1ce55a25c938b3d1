"""Hold the floors of coverage, in percent of lines and branches together: see `script/test`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

FLOORS = {"webapp/questionnaire/": 100, "webapp/assessment/": 100, "webapp/": 95}
"""A file counts for the first folder that it is in. The first two decide what a report says."""

File = Mapping[str, Any]
"""A file as SlipCover reports it: `missing_lines`, `missing_branches` and a `summary` with counts."""


def percent(files: Iterable[File]) -> float:
    """Return how much of these files ran; 0 where nothing was measured."""
    counts = [one["summary"] for one in files]
    covered = sum(one["covered_lines"] + one["covered_branches"] for one in counts)
    missing = sum(one["missing_lines"] + one["missing_branches"] for one in counts)
    return 100 * covered / (covered + missing) if covered else 0


def is_held(folder: str, files: Mapping[str, File]) -> bool:
    """Print what never ran in these files, and return whether enough did."""
    for path, one in sorted(files.items()):
        if one["missing_lines"] or one["missing_branches"]:
            lines = ", ".join(map(str, one["missing_lines"]))
            branches = ", ".join(f"{start}->{end or 'exit'}" for start, end in one["missing_branches"])
            sys.stdout.write(f"{path}: {'; '.join(filter(None, (lines, branches)))}\n")
    ran = percent(files.values())
    sys.stdout.write(f"{folder} {ran:.2f} % of {len(files)} files (floor: {FLOORS[folder]} %)\n")
    return ran >= FLOORS[folder]


def main(report: Path) -> int:
    """Judge a report of SlipCover (JSON), and return the exit code: 1 where a floor is not held."""
    files: dict[str, File] = json.loads(report.read_text())["files"]
    held = []
    for folder in FLOORS:
        there = {path: files.pop(path) for path in list(files) if path.startswith(folder)}
        held.append(is_held(folder, there))
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
