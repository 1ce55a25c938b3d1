"""docs/operators.md is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from webapp.clinic import Policy
from webapp.clinic.policy import TERMS
from webapp.settings import read_clinic
from webapp.settings.clinic_file import _ClinicFile
from webapp.settings.environment import _PARSERS

DOC = (Path(__file__).resolve().parents[3] / "docs" / "operators.md").read_text("utf-8")
EXAMPLE = re.search(r"```toml\n(.*?)```", DOC, re.DOTALL)


def test_every_setting_is_in_the_table_and_nothing_else_is() -> None:
    assert set(re.findall(r"^\| `(GUTFACTORS_\w+)`", DOC, re.MULTILINE)) == set(_PARSERS)


@pytest.mark.parametrize(
    ("kept", "term"),
    [
        ("submissions", "submission_days"),
        ("drafts", "draft_days"),
        ("the audit log", "audit_days"),
    ],
)
def test_the_terms_that_it_tells_are_the_defaults_and_the_bounds(kept: str, term: str) -> None:
    low, high = TERMS[term]
    assert f"| {kept} | {getattr(Policy(), term)} | {low} to {high} |" in DOC


def test_the_clinics_file_in_it_names_every_key_and_can_be_used(tmp_path: Path) -> None:
    assert EXAMPLE
    assert set(re.findall(r"^(\w+) =", EXAMPLE[1], re.MULTILINE)) == set(_ClinicFile.model_fields)
    text = EXAMPLE[1].replace('logo = "logo.png"', 'logo = ""')
    (tmp_path / "clinic.toml").write_text(text, "utf-8")
    clinic = read_clinic(tmp_path)
    assert clinic
    assert clinic.name == "Riverside Naturopathy"
