"""`script/audit`: a known vulnerability stops the tests, and so does a package that was passed over."""

from __future__ import annotations

import json
import runpy
import subprocess
from types import SimpleNamespace

import pytest

from tests.project import ROOT

audit = SimpleNamespace(**runpy.run_path(str(ROOT / "script" / "audit.py")))

SOUND = {"name": "flask", "version": "3.1.3", "vulns": []}
FAULTY = {"name": "lxml", "version": "6.0.0", "vulns": [{"id": "CVE-2026-41066", "fix_versions": ["6.1.0"]}]}
UNKNOWN = {"name": "ours", "skip_reason": "Dependency not found on PyPI"}


def said(*packages: object, required: bool = False) -> tuple[list[str], int]:
    found: tuple[list[str], int] = audit.evaluate(
        json.dumps({"dependencies": packages}), is_required=required
    )
    return found


def test_sound_packages_pass() -> None:
    assert said(SOUND, SOUND) == (["2 packages, none with a known vulnerability."], 0)


def test_a_vulnerability_is_told_with_its_cure_and_stops() -> None:
    sentences, code = said(SOUND, FAULTY)
    assert code == 1
    assert sentences[0] == "lxml 6.0.0: CVE-2026-41066, mended in 6.1.0"


def test_a_package_that_was_passed_over_stops_too() -> None:
    sentences, code = said(SOUND, UNKNOWN)
    assert code == 1
    assert sentences[0] == "ours could not be audited: Dependency not found on PyPI"


@pytest.mark.parametrize(
    "text", ["", "Traceback", "[]", '{"dependencies": []}', json.dumps({"dependencies": [UNKNOWN]})]
)
def test_where_nobody_can_be_asked_it_says_so_and_stops_only_when_required(text: str) -> None:
    for required in (False, True):
        sentences, code = audit.evaluate(text, is_required=required)
        assert sentences == [audit.NO_SERVICE]
        assert code == required


def test_the_script_runs_and_the_test_script_calls_it() -> None:
    done = subprocess.run([ROOT / "script/audit"], capture_output=True, text=True, timeout=150, check=False)
    assert done.stdout.startswith("NOT AUDITED") == (done.returncode == 0 and "none with" not in done.stdout)
    assert subprocess.run([ROOT / "script/audit", "--what"], capture_output=True, check=False).returncode == 2
    test = (ROOT / "script/test").read_text()
    assert "start audit script/audit " in test
    assert "check result_of audit\n" in test
