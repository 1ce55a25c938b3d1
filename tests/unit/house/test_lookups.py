"""A damaged submission is an error where it was asked for by name, and nowhere else."""

from __future__ import annotations

import re

from tests.project import ROOT

ASKED_FOR_BY_NAME = {"web/desk/submission_access.py", "web/desk/visits.py", "web/site/api.py"}
"""The submission of an address, or the one that somebody typed to link it. Others call `get_intact`."""

RAISING = re.compile(r"\bsubmissions\s*\.\s*get\(")


def test_what_refers_to_another_submission_does_without_a_damaged_one() -> None:
    folder = ROOT / "webapp"
    raising = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        if RAISING.search(path.read_text("utf-8"))
    }
    assert raising == ASKED_FOR_BY_NAME
