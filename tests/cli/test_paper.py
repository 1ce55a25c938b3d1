"""`gutfactors paper`: the questionnaire as a form on paper."""

from __future__ import annotations

from pathlib import Path

import pypdfium2

from tests.cli.command import run
from tests.unit.questionnaire.small import SMALL, small


def test_a_blank_form_is_written(tmp_path: Path) -> None:
    (tmp_path / "small.toml").write_text(SMALL, "utf-8")
    done = run(
        "paper", "blank", "--questions", "small.toml", "--paper", "letter", "-o", "form.pdf", cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    with pypdfium2.PdfDocument(tmp_path / "form.pdf") as pdf:
        assert pdf[0].get_size() == (612, 792)
        assert "How often do you drink?" in pdf[0].get_textpage().get_text_bounded()


def test_numbers_that_nobody_can_tick_are_told(tmp_path: Path) -> None:
    (tmp_path / "small.toml").write_text(small("range = [0, 15]", "range = [-20, 15]"), "utf-8")
    done = run("paper", "blank", "--questions", "small.toml", "-o", "form.pdf", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "fruit: on paper nobody can tick numbers below 0\n")


def test_staff_who_read_another_language_print_a_form_in_each(tmp_path: Path) -> None:
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "clinic.toml").write_text('language = "fr"\n', "utf-8")
    for options, said in (
        ([], "Are you happy to start?"),
        (["--language", "fr"], "Comment remplir ce formulaire."),
    ):
        done = run("paper", "blank", *options, "-o", "form.pdf", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        with pypdfium2.PdfDocument(tmp_path / "form.pdf") as pdf:
            assert said in pdf[0].get_textpage().get_text_bounded()
