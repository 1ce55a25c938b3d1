"""A questionnaire in a language that the pages have no words in: every command that shows it says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.cli.command import run
from tests.pdf.drawn import letters_by_size
from tests.unit.questionnaire.small import SMALL

DUTCH = SMALL.replace('language = "en"', 'language = "nl"', 1)
LARGE = 16  # points of the smallest words in easy read; numbers on a picture's axis are smaller
LACKING = 'the pages have no words in "nl" yet, only in'


@pytest.fixture
def dutch(tmp_path: Path) -> Path:
    path = tmp_path / "questions.nl.toml"
    path.write_text(DUTCH, "utf-8")
    (tmp_path / "answers.json").write_text("{}", "utf-8")
    (tmp_path / "answers.ndjson").write_text("{}\n", "utf-8")
    return path


@pytest.mark.parametrize(
    "args",
    [
        ("serve", "--port", "18997"),
        ("report", "answers.json", "-o", "out.pdf"),
        ("compare", "answers.json", "answers.json", "-o", "out.pdf"),
        ("batch", "answers.ndjson", "-o", "out"),
    ],
)
def test_it_is_refused_with_what_to_do(dutch: Path, args: tuple[str, ...]) -> None:
    done = run(*args, cwd=dutch.parent, QUESTIONS=str(dutch))
    assert done.returncode == 2
    assert f'the questionnaire is in "nl", and {LACKING}' in done.stderr


def test_the_doctor_tells_it(dutch: Path) -> None:
    done = run("doctor", "--instance", "new", cwd=dutch.parent, QUESTIONS=str(dutch), PORT="18998")
    assert done.returncode == 1
    assert LACKING in done.stdout


def test_the_check_tells_it_and_finds_nothing_wrong_with_the_file(dutch: Path) -> None:
    done = run("check", dutch, cwd=dutch.parent)
    assert done.returncode == 0
    assert f"It cannot be served yet: {LACKING}" in done.stdout
    assert '"has_page_words": false' in run("check", dutch, "--json", cwd=dutch.parent).stdout
    assert '"has_page_words": true' in run("check", "--json", cwd=dutch.parent).stdout


def test_its_answers_can_be_judged_and_go_to_other_programs(dutch: Path) -> None:
    for args in ("assess answers.json", "export questionnaire", "export response answers.json"):
        assert run(*args.split(), cwd=dutch.parent, QUESTIONS=str(dutch)).returncode == 0


def test_reports_are_printed_in_the_clinic_s_language_or_in_another(tmp_path: Path) -> None:
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "clinic.toml").write_text('language = "fr"', "utf-8")
    (tmp_path / "answers.json").write_text('{"consent": "yes", "age_years": 40}', "utf-8")
    (tmp_path / "answers.csv").write_text("reference,consent,age_years\none,yes,40\n", "utf-8")
    commands = (
        "report answers.json -o fr.pdf --date 2026-11-01",
        "report fr.pdf -o en.pdf --language en",
        "batch answers.csv -o de --language de",
        "report fr.pdf -o easy.pdf --language fr-simple --parts patient",
        "report fr.pdf -o both-parts.pdf --language en-simple",
        "batch answers.csv -o easy --language en-simple",
        "compare fr.pdf en.pdf -o both.pdf",
    )
    for command in commands:
        done = run(*command.split(), cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    names = ("fr.pdf", "en.pdf", "de/one.pdf", "both.pdf")
    assert [str(PdfReader(tmp_path / name).root_object["/Lang"]) for name in names] == [
        "fr",
        "en",
        "de",
        "fr",
    ]
    sizes = letters_by_size((tmp_path / "easy.pdf").read_bytes())
    assert sum(count for size, count in sizes.items() if size < LARGE) < sizes.total() / 50
    for name in ("both-parts.pdf", "easy/one.pdf"):
        sizes = letters_by_size((tmp_path / name).read_bytes())
        assert sum(count for size, count in sizes.items() if size >= LARGE) > sizes.total() / 3
        words = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(tmp_path / name).pages)
        assert "My questions" in words
        assert "Pour votre praticien" in words
    unknown = run("report", "fr.pdf", "-o", "xx.pdf", "--language", "xx", cwd=tmp_path)
    assert (unknown.returncode, 'not there in "xx"' in unknown.stderr) == (2, True)


def test_english_as_another_country_has_it_is_fine(tmp_path: Path) -> None:
    (tmp_path / "clinic.toml").write_text('language = "en-GB"', "utf-8")
    done = run("doctor", "--instance", tmp_path, cwd=tmp_path, PORT="18998")
    assert "language is" not in done.stdout
