"""`gutfactors simulate` lets made-up people answer a questionnaire."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from tests.cli.command import PROJECT, run
from tests.unit.workbench.simulation.coffee import coffee
from webapp.cli import main


def simulate(*args: str | Path) -> Result:
    return CliRunner().invoke(main, ["simulate", *map(str, args)])


def test_it_tells_how_often_each_level_comes_out_and_writes_a_page_and_a_sheet(tmp_path: Path) -> None:
    outputs = [tmp_path / "out.html", tmp_path / "out.csv"]
    done = simulate(PROJECT / "questions.toml", "--people", "60", "-o", outputs[0], "-o", outputs[1])
    assert done.exit_code == 0, done.output
    assert "60 made-up people, seed 1" in done.output
    assert "low_fibre" in done.output
    assert outputs[0].read_text("utf-8").startswith("<!doctype html>")
    assert outputs[1].read_text("utf-8").startswith("kind,id,what,people")


def test_a_form_that_stops_everybody_is_told(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(coffee().replace('when = "age < 18"', 'when = "age >= 0"'), "utf-8")
    done = simulate(file, "--people", "10")
    assert done.exit_code == 0
    assert "0 made-up people" in done.output
    assert "child 200" in done.output


def test_a_faulty_questionnaire_is_told_with_exit_1(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(coffee().replace("cups >= 3", "cusp >= 3"), "utf-8")
    done = simulate(file)
    assert done.exit_code == 1
    assert 'unknown name "cusp"' in done.output


def test_a_file_of_another_kind_is_refused_before_anything_is_worked_out(tmp_path: Path) -> None:
    done = simulate(PROJECT / "questions.toml", "-o", tmp_path / "out.txt")
    assert done.exit_code == 2
    assert "must end in .csv or .html" in done.output


def test_the_real_command_works_in_two_processes(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(coffee(), "utf-8")
    done = run("simulate", "mine.toml", "--people", "600", "--jobs", "2", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "mine.toml, version 1: 600 made-up people" in done.stdout


def test_a_second_questionnaire_runs_through_check_and_simulate_as_it_is() -> None:
    file = str(PROJECT / "docs/examples/sleep.toml")
    checked = CliRunner().invoke(main, ["check", file])
    assert (checked.exit_code, "no errors" in checked.output) == (0, True)
    made_up = simulate(file, "--people", "300")
    assert made_up.exit_code == 0
    assert "Came out for nobody" not in made_up.output


def test_people_of_a_file_are_counted_by_their_flags(tmp_path: Path) -> None:
    file = tmp_path / "population.toml"
    adults = "consent = { yes = 1 }\nage_years = [{ range = [20, 90], weight = 1 }]\n"
    flags = ("--flag", "coeliac_food", "--flag", "ibd_food")
    for share in ("0", "100"):
        file.write_text(f"{adults}conditions = {{ coeliac = {share} }}")
        done = simulate(
            PROJECT / "questions.toml", "--people", "40", "--unsure", "0", "--population", file, *flags
        )
        told = f"  coeliac_food: {share}.0 %\n  ibd_food: 0.0 %\n  any of these: {share}.0 %"
        assert told in done.output


def test_a_population_or_flag_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "population.toml"
    file.write_text("shoes = { big = 1 }")
    done = simulate(PROJECT / "questions.toml", "--population", file)
    assert (done.exit_code, 'there is no question "shoes"' in done.output) == (1, True)
    done = simulate(PROJECT / "questions.toml", "--flag", "shoes")
    assert (done.exit_code, 'there is no safety flag "shoes"' in done.output) == (2, True)
