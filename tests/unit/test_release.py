"""What a release is made of: notes, and a bill of materials with everything that serves."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from script.release_notes import release_notes
from tests.project import ROOT

VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
CHANGELOG = (ROOT / "CHANGELOG.md").read_text("utf-8")
UPGRADING = (ROOT / "docs" / "upgrading.md").read_text("utf-8")


def test_the_notes_are_the_changes_of_this_version_and_how_to_upgrade_to_it() -> None:
    heading = rf"^## (Unreleased|{re.escape(VERSION)}, .*)$"
    dated = re.sub(heading, f"## {VERSION}, 2026-12-01", CHANGELOG, count=1, flags=re.MULTILINE)
    notes = release_notes(VERSION, f"{dated}\n## 0.0.1, 2026-01-01\n\nThe first of all.\n", UPGRADING)
    assert notes.startswith(f"Gut Factors {VERSION}\n\n### Clinical\n")
    assert "### Upgrading\n\n**Contents.**" in notes
    assert "The first of all." not in notes
    assert "## Every upgrade" not in notes


def test_a_version_without_notes_is_not_released() -> None:
    with pytest.raises(ValueError, match=r"CHANGELOG\.md has no section “## 9\.9\.9, DATE”"):
        release_notes("9.9.9", CHANGELOG, UPGRADING)
    with pytest.raises(ValueError, match=r"no section “## … to 9\.9”"):
        release_notes("9.9.9", "## 9.9.9, 2026-12-01\n\nnew", UPGRADING)


def test_the_bill_of_materials_has_every_locked_package_with_its_hashes(tmp_path: Path) -> None:
    file = tmp_path / "it.cdx.json"
    subprocess.run([ROOT / "script" / "sbom", file], check=True, capture_output=True)
    bill = json.loads(file.read_text("utf-8"))
    assert (bill["bomFormat"], bill["metadata"]["component"]["version"]) == ("CycloneDX", VERSION)
    pins = re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / "requirements.txt").read_text("utf-8"), re.MULTILINE)
    found = {(each["name"], each["version"]) for each in bill["components"]}
    assert found == set(pins)
    assert all(each["externalReferences"][0]["hashes"] for each in bill["components"])
