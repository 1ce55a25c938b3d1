"""`gutfactors check` tells every error of a questionnaire with file and line."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

from click.testing import CliRunner, Result

from tests.cli.command import run
from tests.project import TEXT
from tests.unit.questionnaire.small import SMALL, line_of
from webapp.cli import main

WARNING = re.compile(r"^WARNING (\S+)$", re.MULTILINE)


def test_the_questionnaire_of_this_project_has_no_errors(tmp_path: Path) -> None:
    done = run("check", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "63 questions" in done.stdout
    assert "no errors, 8 warnings; " in done.stdout
    assert WARNING.findall(done.stdout) == ["unconfirmed-number"]


def test_every_error_is_told_at_its_line_with_exit_1(tmp_path: Path) -> None:
    faulty = tmp_path / "mine.toml"
    faulty.write_text(
        TEXT.replace("*veg_per_day", "*veg_per_dya").replace("full_level", "ful_level"), "utf-8"
    )
    done = run("check", faulty, cwd=tmp_path)
    assert done.returncode == 1
    assert 'did you mean "veg_per_day"?' in done.stdout
    assert "ful_level" in done.stdout
    told = next(line.strip() for line in done.stdout.splitlines() if "veg_per_dya" in line)
    line = told.removeprefix(f"{faulty}:").split(":")[0]
    assert "Mend: Correct the name in the rule" in done.stdout
    assert "veg_per_dya" in faulty.read_text("utf-8").splitlines()[int(line) - 1]


def checked(file: Path, text: str, *options: str | Path) -> Result:
    """What the check ends with; in this process, which takes a fraction of the time."""
    file.write_text(text, "utf-8")
    return CliRunner().invoke(main, ["check", str(file), *map(str, options)])


NEVER = SMALL.replace("show_if = \"drinks == '1'\"", "show_if = \"drinks == '1' and drinks == '0'\"")


def test_a_warning_is_told_with_its_line_why_and_how_to_mend_it(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    done = checked(file, NEVER)
    assert done.exit_code == 0
    assert "never-asked" in WARNING.findall(done.output)
    line = line_of(NEVER, "drinks == '1' and drinks == '0'")
    assert f"  {file}:{line}: amount.show_if: nobody is ever asked this question" in done.output
    assert "    Why:  Nobody can answer it" in done.output


def test_with_strict_warnings_end_with_exit_1(tmp_path: Path) -> None:
    assert checked(tmp_path / "mine.toml", NEVER, "--strict").exit_code == 1


def test_json_holds_all_that_is_told(tmp_path: Path) -> None:
    found = json.loads(checked(tmp_path / "mine.toml", NEVER, "--json").output)
    warning = next(one for one in found["warnings"] if one["code"] == "never-asked")
    assert warning["line"] == line_of(NEVER, "drinks == '1' and drinks == '0'")
    assert {"where", "message", "why", "mend"} <= warning.keys()
    assert (found["version"], found["errors"]) == ("1", [])
    found = json.loads(
        checked(tmp_path / "mine.toml", NEVER.replace("tier = 2", "tier = 7"), "--json").output
    )
    assert [one["code"] for one in found["errors"]] == ["wrong-type"]
    assert found["version"] is None


def test_a_language_whose_reading_age_is_not_measured_is_told(tmp_path: Path) -> None:
    done = checked(tmp_path / "mine.toml", SMALL.replace('"en"', '"fr"'))
    assert 'The reading age is not measured in the language "fr".' in done.output


def test_a_change_since_an_earlier_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "old.toml").write_text(SMALL.replace("fibre_g < 3", "fibre_g < 2"), "utf-8")
    done = checked(tmp_path / "mine.toml", SMALL, "--since", tmp_path / "old.toml")
    assert 'low_fibre.strong: this was "fibre_g < 2", and the version is still "1"' in done.output


def test_a_change_since_a_commit_is_told(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(SMALL.replace("fibre_g < 3", "fibre_g < 2"), "utf-8")
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=A", "-c", "user.email=a@b", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", "-C", str(tmp_path), *command], check=True)
    assert "meaning-without-version" in WARNING.findall(checked(file, SMALL, "--since-commit", "HEAD").output)
    gone = checked(file, SMALL, "--since-commit", "nowhere")
    assert gone.exit_code == 2
    assert "git cannot show nowhere:./mine.toml" in gone.output


def test_an_earlier_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "old.toml").write_text("nonsense", "utf-8")
    done = checked(tmp_path / "mine.toml", SMALL, "--since", tmp_path / "old.toml")
    assert done.exit_code == 1
    assert f"{tmp_path / 'old.toml'}:1: this line cannot be read" in done.output
    (tmp_path / "old.toml").write_bytes(b"\xff")
    done = checked(tmp_path / "mine.toml", SMALL, "--since", tmp_path / "old.toml")
    assert done.exit_code == 1
    assert f"{tmp_path / 'old.toml'}:1: this line is not UTF-8 text" in done.output


def test_a_questionnaire_can_be_named_by_the_environment(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("nonsense", "utf-8")
    done = run("check", cwd=tmp_path, QUESTIONS="mine.toml")
    assert done.returncode == 1
    assert f"{tmp_path}/mine.toml:1" in done.stdout


def test_a_file_that_is_not_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_bytes('version = "1"\ntitle = "Müsli"\n'.encode("latin-1"))
    done = run("check", "mine.toml", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    assert 'mine.toml:2: this line is not UTF-8 text: "title = "M\ufffdsli""' in done.stdout
    assert "save the file as UTF-8" in done.stdout
    assert "Traceback" not in done.stdout


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
