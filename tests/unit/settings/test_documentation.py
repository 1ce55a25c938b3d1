"""docs/operators.md is true."""

from __future__ import annotations

import re
from pathlib import Path

from webapp.settings import Settings, read_clinic
from webapp.settings.clinic_file import _ClinicFile
from webapp.settings.environment import _READERS

DOC = (Path(__file__).resolve().parents[3] / "docs" / "operators.md").read_text("utf-8")
EXAMPLE = re.search(r"```toml\n(.*?)```", DOC, re.DOTALL)


def test_every_setting_is_in_the_table_and_nothing_else_is() -> None:
    assert set(re.findall(r"^\| `(GUTFACTORS_\w+)`", DOC, re.MULTILINE)) == set(_READERS)


def test_the_days_that_it_tells_are_the_defaults() -> None:
    settings = Settings.from_environment({})
    for name, days in (("DRAFT", settings.draft_days), ("SUBMISSION", settings.submission_days)):
        assert f"| `GUTFACTORS_{name}_DAYS` | `{days}` |" in DOC


def test_the_clinics_file_in_it_names_every_key_and_can_be_used(tmp_path: Path) -> None:
    assert EXAMPLE
    assert set(re.findall(r"^(\w+) =", EXAMPLE[1], re.MULTILINE)) == set(_ClinicFile.model_fields)
    text = EXAMPLE[1].replace('logo = "logo.png"', 'logo = ""')
    (tmp_path / "clinic.toml").write_text(text, "utf-8")
    assert read_clinic(tmp_path).name == "Riverside Naturopathy"
