"""The other commands of the author's workbench: cases, explain, schema."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from tests.cli.command import PROJECT, run
from webapp.cli import main

QUESTIONS = PROJECT / "questions.toml"
CASE = PROJECT / "tests/cases/W02.json"
MOVED = QUESTIONS.read_text("utf-8").replace("fibre_target < 0.75", "fibre_target < 0.8")


def called(*args: str | Path, typed: str = "") -> Result:
    return CliRunner().invoke(main, list(map(str, args)), input=typed)


def moved_bound(folder: Path) -> tuple[Path, Path]:
    """A questionnaire with one bound moved, and a case that this changes."""
    (folder / "moved.toml").write_text(MOVED, "utf-8")
    (folder / "case.json").write_bytes(CASE.read_bytes())
    return folder / "moved.toml", folder / "case.json"


def test_the_golden_cases_come_out_as_recorded() -> None:
    done = called("cases", PROJECT / "tests/cases/W25a.json", PROJECT / "tests/cases/W55b.json", CASE)
    assert (done.exit_code, done.output) == (0, "3 cases, 0 come out otherwise\n")


def test_a_case_that_comes_out_otherwise_is_told_in_words(tmp_path: Path) -> None:
    questions, case = moved_bound(tmp_path)
    done = called("cases", case, "--questions", questions)
    assert done.exit_code == 1
    assert "W02: fibre exactly at three quarters" in done.output
    assert "Low fibre: was slight, is now moderate (28.5 / 38 = 0.75 < 0.8)" in done.output
    assert case.read_bytes() == CASE.read_bytes()


def test_a_reviewed_change_is_recorded_when_somebody_says_yes(tmp_path: Path) -> None:
    questions, case = moved_bound(tmp_path)
    no = called("cases", case, "--questions", questions, "--accept", typed="n\n")
    assert no.exit_code == 1
    assert case.read_bytes() == CASE.read_bytes()
    yes = called("cases", case, "--questions", questions, "--accept", typed="y\n")
    assert "recorded in 1 file" in yes.output
    assert case.read_text("utf-8") == CASE.read_text("utf-8").replace('"slight"', '"moderate"')
    assert called("cases", case, "--questions", questions).exit_code == 0


def test_cases_are_recorded_without_a_question_with_yes(tmp_path: Path) -> None:
    questions, case = moved_bound(tmp_path)
    done = called("cases", case, "--questions", questions, "--accept", "--yes")
    assert done.exit_code == 0
    assert '"moderate"' in case.read_text("utf-8")


def test_a_case_whose_answers_do_not_fit_is_told_and_nothing_is_recorded(tmp_path: Path) -> None:
    spoilt = json.loads(CASE.read_text("utf-8"))
    (tmp_path / "c.json").write_text(json.dumps({**spoilt, "answers": {"age_years": 900}}), "utf-8")
    done = called("cases", tmp_path, "--accept", "--yes")
    assert done.exit_code == 1
    assert "the answers do not fit: age_years: " in done.output
    assert "nothing was recorded" in done.output


def test_what_is_no_case_is_told(tmp_path: Path) -> None:
    assert called("cases", tmp_path).exit_code == 2
    (tmp_path / "c.json").write_text("[]", "utf-8")
    done = called("cases", tmp_path)
    assert done.exit_code == 2
    assert "this is no case" in done.output


def test_a_factor_and_a_question_are_explained(tmp_path: Path) -> None:
    assert "Age (ageing)" in called("explain", "ageing").output
    done = called("explain", "age_years", "--svg", tmp_path / "age.svg")
    assert "Age (age_years): How old are you?" in done.output
    assert (tmp_path / "age.svg").read_text("utf-8").startswith("<svg xmlns=")


def test_a_misspelt_name_is_answered_with_the_nearest() -> None:
    done = called("explain", "age_year")
    assert done.exit_code == 2
    assert 'did you mean "age_years"?' in done.output
    assert "the factors are low_fibre" in called("explain", "xyz").output


def test_the_schema_is_written(tmp_path: Path) -> None:
    done = run("schema", cwd=tmp_path)
    assert json.loads(done.stdout)["title"] == "questions.toml"
