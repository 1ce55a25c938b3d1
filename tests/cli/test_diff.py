"""`gutfactors diff` tells what a newer questionnaire changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.cli.command import PROJECT
from tests.unit.workbench.simulation.coffee import coffee
from webapp.cli import main

OLD = PROJECT / "questions.toml"


def diff(*args: str | Path) -> Result:
    return CliRunner().invoke(main, ["diff", *map(str, args)])


def test_a_moved_bound_is_told_in_words_for_people_and_for_golden_cases(tmp_path: Path) -> None:
    new = tmp_path / "new.toml"
    text = OLD.read_text("utf-8").replace(
        'slight = "fibre_g / fibre_target < 1"', 'slight = "fibre_g / fibre_target < 1.1"'
    )
    new.write_text(text, "utf-8")
    done = diff(OLD, new, "--people", "40", "--cases", PROJECT / "tests/cases")
    assert done.exit_code == 0, done.output
    assert "factor low_fibre, rules, slight: was “fibre_g / fibre_target < 1”" in done.output
    assert "40 made-up people who answer both:\n  factor low_fibre: changes for " in done.output
    assert "golden cases change:\n" in done.output
    assert "bounds: fibre of a woman of 34: 1 of the guide: low_fibre was none, is slight" in done.output


def test_people_and_cases_may_be_left_out() -> None:
    assert diff(OLD, OLD, "--people", "0").output == "Nothing that is asked, judged or said differs.\n"


def test_a_faulty_questionnaire_is_told_with_exit_1(tmp_path: Path) -> None:
    new = tmp_path / "new.toml"
    new.write_text(coffee().replace("cups >= 3", "cusp >= 3"), "utf-8")
    done = diff(OLD, new)
    assert done.exit_code == 1
    assert 'unknown name "cusp"' in done.output


@pytest.mark.parametrize("text", ["[1]", "nonsense", '{"bounds": [{}]}'])
def test_a_file_that_holds_no_cases_is_told_with_exit_2(tmp_path: Path, text: str) -> None:
    (tmp_path / "case.json").write_text(text, "utf-8")
    done = diff(OLD, OLD, "--people", "0", "--cases", tmp_path)
    assert done.exit_code == 2
    assert "case.json is no file of golden cases" in done.output
