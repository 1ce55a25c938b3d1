"""docs/questions.md, typed as it stands there by somebody who writes a question about coffee."""

from __future__ import annotations

import re
import shlex
import subprocess
from contextlib import chdir
from pathlib import Path

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from tests.docs.pages import DOCS, ROOT, blocks
from tests.project import TEXT
from webapp.cli import main

PAGE = (DOCS / "questions.md").read_text("utf-8")
QUESTION, FACTOR = (one for one in blocks(PAGE, "toml") if "coffee_per_day" in one)
DIFF = "gutfactors diff questions.toml mine.toml"
REPORT = "gutfactors report answers.json --questions mine.toml -o try.pdf"


def put_in(text: str, heading: str, piece: str, before: str) -> str:
    """The text with a piece added where the page says: before the next line of this kind behind a heading."""
    start = text.index(heading)
    place = text.index(before, start)
    return f"{text[:place]}\n{piece}{text[place:]}"


def told_by(folder: Path, line: str) -> str:
    """What a command that the page prints says, typed in a folder where the page says."""
    with chdir(folder):
        done = CliRunner().invoke(main, shlex.split(line)[1:], catch_exceptions=False)
    assert done.exit_code == 0, (line, done.output)
    return done.output


@pytest.fixture(scope="module")
def author(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like that of Gut Factors, in which somebody did steps 1 and 2 as they stand there."""
    folder = tmp_path_factory.mktemp("author")
    mine = put_in(TEXT, 'title = "Other foods"', QUESTION, "[[section]]")
    mine = put_in(mine, "[[factor]]", FACTOR, "# Safety flags")
    (folder / "questions.toml").write_text(TEXT, "utf-8")
    (folder / "mine.toml").write_text(mine, "utf-8")
    (folder / "tests").mkdir()
    (folder / "tests/cases").symlink_to(ROOT / "tests/cases")
    (folder / "answers.json").write_text(blocks(PAGE, "json")[1], "utf-8")
    return folder


@pytest.mark.slow
def test_step_3_shows_what_is_new_and_for_whom(author: Path) -> None:
    assert "no errors" in told_by(author, "gutfactors check mine.toml")
    told = told_by(author, DIFF)
    assert "question coffee_per_day: new" in told
    assert re.search(r"factor much_coffee is new: \d+ \(\d", told)


def test_step_4_prints_a_report_that_tells_of_the_coffee(author: Path) -> None:
    assert f"$ {REPORT}\n" in blocks(PAGE, "console")
    told_by(author, REPORT)
    text = "".join(page.extract_text() for page in PdfReader(author / "try.pdf").pages)
    assert "7 cups of coffee on a normal day" in " ".join(text.split())


@pytest.mark.slow
def test_step_5_can_be_passed_to_its_last_line(author: Path) -> None:
    hand_over = PAGE[PAGE.index("\n## Before you hand it over") :]
    lines = re.findall(r"`(gutfactors [^`]+)`", hand_over)
    assert [line.split()[1] for line in lines] == ["check", "cases", "diff", "codebook", "report"]
    raised = (author / "mine.toml").read_text("utf-8").replace("0.2-draft", "0.3", 1)
    (author / "mine.toml").write_text(raised, "utf-8")
    assert lines[2::2] == [DIFF, REPORT]  # typed in steps 3 and 4, as the codebook is by tests of its own
    told = [told_by(author, line) for line in lines[:2]]
    assert "unchanged-version" not in told[0]
    assert "cases, 0 come out otherwise" in told[1]


def test_a_factor_that_counts_coffee_and_does_not_say_so_is_warned_of(author: Path) -> None:
    mine = put_in(TEXT, 'title = "Other foods"', QUESTION, "[[section]]")
    slight = re.search(r'^slight = "upf_per_day[^"]*', mine, re.MULTILINE)
    assert slight
    (author / "counted.toml").write_text(
        mine.replace(slight[0], f"{slight[0]} or coffee_per_day >= 6"), "utf-8"
    )
    told = told_by(author, "gutfactors check counted.toml")
    place = "food_additives.told.coffee_per_day"
    assert f'{place}: a level hangs on "coffee_per_day", and told says nothing' in told


def test_cases_of_many_people_can_be_written_as_the_page_shows(tmp_path: Path) -> None:
    (text,) = (one for one in blocks(PAGE, "text") if '"bounds"' in one)
    (tmp_path / "mine.json").write_text(text, "utf-8")
    assert told_by(tmp_path, "gutfactors cases mine.json") == "2 cases, 0 come out otherwise\n"


def test_the_cases_that_come_along_are_found_from_any_folder(tmp_path: Path) -> None:
    assert told_by(tmp_path, "gutfactors cases").endswith("cases, 0 come out otherwise\n")


def test_the_command_is_where_the_page_says_it_is() -> None:
    done = subprocess.run(
        [ROOT / "script/gutfactors", "--version"], capture_output=True, text=True, cwd="/", check=True
    )
    assert done.stdout.startswith("Gut Factors ")
    assert "`script/gutfactors` wherever this page says `gutfactors`" in PAGE
