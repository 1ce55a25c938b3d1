"""`script/coverage_floors.py`: what never ran is named, and too much of it stops the tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from script.coverage_floors import main


def measured(lines: int, *missing: int, branches: tuple[tuple[int, int], ...] = ()) -> dict[str, Any]:
    """Return a file as SlipCover reports it, with the lines and branches that never ran."""
    return {
        "missing_lines": list(missing),
        "missing_branches": [list(one) for one in branches],
        "summary": {
            "covered_lines": lines - len(missing),
            "missing_lines": len(missing),
            "covered_branches": 0,
            "missing_branches": len(branches),
        },
    }


WHOLE = {
    "webapp/questionnaire/load.py": measured(10),
    "webapp/assessment/assess.py": measured(10),
    "webapp/wsgi.py": measured(100, 3, 4, 5, 6, branches=((7, 0),)),
}


def judged(tmp_path: Path, files: dict[str, Any]) -> int:
    report = tmp_path / "coverage.json"
    report.write_text(json.dumps({"files": files}))
    return main(report)


def test_what_never_ran_is_named_and_may_be_little(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert judged(tmp_path, WHOLE) == 0
    assert capsys.readouterr().out.splitlines() == [
        "webapp/questionnaire/ 100.00 % of 1 files (floor: 100 %)",
        "webapp/assessment/ 100.00 % of 1 files (floor: 100 %)",
        "webapp/wsgi.py: 3, 4, 5, 6; 7->exit",
        "webapp/ 95.05 % of 1 files (floor: 95 %)",
    ]


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("webapp/questionnaire/load.py", measured(10_000, 1)),
        ("webapp/assessment/assess.py", measured(10_000, branches=((1, 2),))),
        ("webapp/wsgi.py", measured(100, 1, 2, 3, 4, 5, 6)),
    ],
)
def test_a_floor_that_is_not_held_fails(tmp_path: Path, path: str, file: dict[str, Any]) -> None:
    assert judged(tmp_path, WHOLE | {path: file}) == 1


@pytest.mark.parametrize("path", WHOLE)
def test_a_folder_that_was_not_measured_fails(tmp_path: Path, path: str) -> None:
    assert judged(tmp_path, {name: one for name, one in WHOLE.items() if name != path}) == 1
