"""`gutfactors check` tells every error of a questionnaire with file and line."""

from __future__ import annotations

from pathlib import Path

from tests.cli.command import PROJECT, run

TEXT = (PROJECT / "questions.toml").read_text(encoding="utf-8")


def test_the_questionnaire_of_this_project_has_no_errors(tmp_path: Path) -> None:
    done = run("check", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "55 questions" in done.stdout
    assert done.stdout.endswith("no errors\n")


def test_every_error_is_told_at_its_line_with_exit_1(tmp_path: Path) -> None:
    faulty = tmp_path / "mine.toml"
    faulty.write_text(
        TEXT.replace("*veg_per_day", "*veg_per_dya").replace("full_factors", "ful_factors"), "utf-8"
    )
    done = run("check", faulty, cwd=tmp_path)
    assert done.returncode == 1
    assert 'did you mean "veg_per_day"?' in done.stdout
    assert "ful_factors" in done.stdout
    lines = done.stdout.splitlines()
    assert len(lines) >= 2
    assert all(line.startswith(f"{faulty}:") for line in lines)
    line = next(line for line in lines if "veg_per_dya" in line).removeprefix(f"{faulty}:").split(":")[0]
    assert "veg_per_dya" in faulty.read_text("utf-8").splitlines()[int(line) - 1]


def test_a_questionnaire_can_be_named_by_the_environment(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("nonsense", "utf-8")
    done = run("check", cwd=tmp_path, QUESTIONS="mine.toml")
    assert done.returncode == 1
    assert f"{tmp_path}/mine.toml:1" in done.stdout


def test_a_file_that_is_not_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_bytes(b"\xff\xfe")
    done = run("check", "mine.toml", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    assert "not UTF-8" in done.stdout


def test_a_file_that_is_not_there_is_a_mistake_of_usage(tmp_path: Path) -> None:
    done = run("check", "nowhere.toml", cwd=tmp_path)
    assert done.returncode == 2
    assert "nowhere.toml" in done.stderr


def test_a_wrong_setting_is_told_in_a_sentence(tmp_path: Path) -> None:
    done = run("check", cwd=tmp_path, PORT="http")
    assert done.returncode == 2
    assert done.stderr == 'GUTFACTORS_PORT is "http": write a whole number from 1 to 65535\n'


def test_help_and_version_are_told(tmp_path: Path) -> None:
    assert "serve" in run("--help", cwd=tmp_path).stdout
    assert run("--version", cwd=tmp_path).stdout.startswith("Gut Factors ")


def test_a_command_that_does_not_exist_is_a_mistake_of_usage(tmp_path: Path) -> None:
    done = run("sevre", cwd=tmp_path)
    assert done.returncode == 2
    assert "sevre" in done.stderr
