"""`gutfactors codebook`: the whole questionnaire for a clinician's signature."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import environment, run
from tests.unit.questionnaire.small import SMALL


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "small.toml"
    path.write_text(SMALL, "utf-8")
    return path


def test_without_a_name_the_page_goes_to_standard_output(file: Path) -> None:
    done = run("codebook", file, cwd=file.parent)
    assert done.returncode == 0
    assert done.stdout.strip().startswith("<!doctype html>")
    assert "<h1>Codebook: Small</h1>" in done.stdout


def test_a_page_is_written_for_the_paper_that_is_asked_for(file: Path) -> None:
    folder = file.parent
    assert run("codebook", file, "-o", folder / "book.html", "--paper", "letter", cwd=folder).returncode == 0
    assert "size: letter" in (folder / "book.html").read_text("utf-8")


def test_another_end_is_refused(file: Path) -> None:
    done = run("codebook", file, "-o", "book.doc", cwd=file.parent)
    assert done.returncode == 2
    assert "book.doc must end in .html or .pdf" in done.stderr


def test_a_file_with_errors_has_no_codebook(file: Path) -> None:
    file.write_text(SMALL.replace("fibre_g < 3", "fibre_gg < 3"), "utf-8")
    done = run("codebook", file, cwd=file.parent)
    assert done.returncode == 1
    assert 'did you mean "fibre_g"?' in done.stderr


def test_a_pdf_is_printed_and_the_renderer_is_never_loaded_into_the_process_of_the_command(
    file: Path,
) -> None:
    probe = (
        "import sys; from webapp.cli import main; "
        "main(['codebook', 'small.toml', '-o', 'book.pdf'], standalone_mode=False); "
        "print('weasyprint' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", probe],
        cwd=file.parent,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == "False"
    assert (file.parent / "book.pdf").read_bytes().startswith(b"%PDF-1.7")
