"""`gutfactors languages`: the files of translators of a clinic's own questionnaire."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest
from click.testing import CliRunner

from tests.cli.command import Done, run
from tests.unit.questionnaire.small import SMALL
from webapp.cli.author import languages as commands
from webapp.localization.catalogues import TRANSLATIONS
from webapp.workbench.languages.easy_sentences import without_easy_words
from webapp.workbench.languages.po_files import messages_of, read, written


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "small.toml").write_text(SMALL, "utf-8")
    return tmp_path


@pytest.fixture
def ours(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The product's own words in French, which a test may change."""
    copytree(TRANSLATIONS / "fr", folder / "ours" / "fr")
    monkeypatch.setattr(commands, "TRANSLATIONS", folder / "ours")
    monkeypatch.setenv("GUTFACTORS_QUESTIONS", str(folder / "small.toml"))
    return folder / "ours"


def output(*args: str) -> str:
    """What the command says in this process."""
    return CliRunner().invoke(commands.languages, args).output


def languages(folder: Path, *args: str) -> Done:
    return run("languages", *args, cwd=folder, QUESTIONS=str(folder / "small.toml"))


def french_words(folder: Path, at_times: str) -> Path:
    """The French words of the questionnaire, one of them translated."""
    languages(folder, "update", "fr")
    path, english = folder / "translations" / "fr" / "questions.po", 'msgid "At times"\nmsgstr '
    path.write_text(path.read_text("utf-8").replace(f'{english}""', f'{english}"{at_times}"'), "utf-8")
    return path


def test_a_language_is_begun_beside_the_questionnaire_and_filled_in(folder: Path) -> None:
    path = folder / "translations" / "fr" / "questions.po"
    assert languages(folder, "update", "fr").stdout == f"{path}\n"
    text = path.read_text("utf-8")
    path.write_text(
        text.replace('msgid "At times"\nmsgstr ""', 'msgid "At times"\nmsgstr "Parfois"'), "utf-8"
    )
    begun = languages(folder, "check")
    assert (begun.returncode, "safety: missing: words.safety_3" in begun.stdout) == (1, True)
    assert "fr questions safety: 0 of" in languages(folder, "list", "fr").stdout
    (folder / "small.toml").write_text(SMALL.replace("At times", "Now and then"), "utf-8")
    languages(folder, "update")
    assert '#| msgid "At times"' in path.read_text("utf-8")
    assert "1 stale" in languages(folder, "list").stdout
    reworded = path.read_bytes()
    languages(folder, "update", "fr")
    assert path.read_bytes() == reworded


def test_a_placeholder_that_is_lost_is_told_with_its_line(folder: Path) -> None:
    path = folder / "translations" / "fr" / "questions.po"
    languages(folder, "update", "fr")
    text = path.read_text("utf-8")
    before, source, after = text.partition('msgid "about {fibre_g} g from {source}."\nmsgstr "')
    assert source
    path.write_text(f"{before}{source}à peu près{after}", "utf-8")
    done = languages(folder, "check", "fr")
    assert done.returncode == 1
    line = before.count("\n")
    assert f"{path}:{line}" in done.stdout or f"{path}:{line + 1}" in done.stdout


def test_texts_alone_are_written_for_other_tools(folder: Path) -> None:
    assert languages(folder, "extract", "-o", "texts").returncode == 0
    found = {path.name: path.read_text("utf-8") for path in (folder / "texts").iterdir()}
    assert found.keys() == {"pages.pot", "report.pot", "questions.pot"}
    assert 'msgctxt "section.food.question.fruit.text"' in found["questions.pot"]


def test_an_unknown_language_is_refused(folder: Path) -> None:
    done = languages(folder, "update", "klingon")
    assert done.returncode == 2
    assert '"klingon" is no language that we know' in done.stderr


def test_words_are_signed_until_they_change(folder: Path) -> None:
    path = french_words(folder, "Parfois")
    people = ["--translator", "Zoé", "--translated-back-by", "Tom"]
    people += ["--clinician", "Dr Ruiz", "--tried-with", "5"]
    assert languages(folder, "sign", "fr", *people).returncode == 0
    assert "fr signed: Dr Ruiz" in languages(folder, "list", "fr").stdout
    path.write_text(path.read_text("utf-8").replace("Parfois", "De temps en temps"), "utf-8")
    assert "fr unsigned: rest" in languages(folder, "list", "fr").stdout
    assert languages(folder, "sign", "de", *people).returncode == 2


def test_each_command_names_a_broken_file_and_its_line(folder: Path) -> None:
    for tag in ("de", "fr"):
        languages(folder, "update", tag)
    path = folder / "translations" / "fr" / "questions.po"
    broken = f"{path}:3: this is no line of a PO file: <<<<<<< HEAD"
    path.write_text(path.read_text("utf-8").replace("\n", "\n\n<<<<<<< HEAD\n", 1), "utf-8")
    done = languages(folder, "check")
    assert (done.returncode, broken in done.stdout.splitlines()) == (1, True)
    assert "de/questions.po" in done.stdout
    assert f"fr {broken}" in languages(folder, "list").stdout.splitlines()
    people = ("--translator", "Zoé", "--translated-back-by", "Tom", "--clinician", "Dr Ruiz")
    for args in (("update", "fr"), ("sign", "fr", *people, "--tried-with", "5")):
        done = languages(folder, *args)
        assert (done.returncode, done.stderr.strip()) == (2, broken)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (("--translator", ""), "who translated the words is not named"),
        (("--translated-back-by", " "), "who translated them back is not named"),
        (("--translated-back-by", "zoé"), "who translates words back is somebody else"),
        (("--clinician", "-"), "which clinician reviewed them is not named"),
        (("--tried-with", "0"), "x>=1"),
    ],
)
def test_nobody_signs_nothing(folder: Path, changed: tuple[str, str], said: str) -> None:
    path = french_words(folder, "Parfois")
    people = {
        "--translator": "Zoé",
        "--translated-back-by": "Tom",
        "--clinician": "Dr Ruiz",
        "--tried-with": "5",
    }
    done = languages(
        folder, "sign", "fr", *(part for pair in (people | dict([changed])).items() for part in pair)
    )
    assert (done.returncode, said in done.stderr) == (2, True)
    assert not path.with_name("sign-off.toml").exists()


def test_words_that_the_check_refuses_are_not_signed(folder: Path) -> None:
    french_words(folder, "Parfois **")
    people = ("--translator", "Zoé", "--translated-back-by", "Tom", "--clinician", "Dr Ruiz")
    done = languages(folder, "sign", "fr", *people, "--tried-with", "5")
    assert done.returncode == 2
    assert "the bold marks differ" in done.stderr


def test_words_of_pages_are_begun_and_checked_beside_the_words_of_an_own_questionnaire(
    folder: Path, ours: Path
) -> None:
    begun = folder / "translations" / "nl" / "questions.po"
    begun.parent.mkdir(parents=True)
    begun.write_bytes(b"")
    lacking = "missing: words of pages. Run: gutfactors languages update nl"
    assert f"{ours / 'nl' / 'pages.po'}: {lacking}" in output("check", "nl")
    assert output("update", "nl").split() == [
        *(str(ours / "nl" / f"{name}.po") for name in ("pages", "report")),
        str(begun),
    ]
    assert output("update", "fr").split() == [str(folder / "translations" / "fr" / "questions.po")]
    assert lacking not in output("check", "nl")


def test_an_easy_edition_is_begun_with_the_long_sentences_of_its_language(ours: Path) -> None:
    begun = [ours / "fr-simple" / f"{name}.po" for name in ("pages", "report")]
    assert "no easy words for" in output("check", "fr-simple")
    assert output("update", "fr-simple").split() == list(map(str, begun))
    for path in begun:
        assert list(without_easy_words(path))
        shipped = messages_of(read(TRANSLATIONS / "fr-simple" / path.name))
        made = messages_of(read(path))
        assert made.keys() <= shipped.keys()
        assert not any(message.string for message in made.values() if isinstance(message.id, str))
        copied = read(path)
        for key, message in messages_of(copied).items():
            message.string = shipped[key].string
        path.write_bytes(written(copied))
        assert list(without_easy_words(path)) == []


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("pt-simple", "Translate pages.po and report.po of pt first"),
        ("en-NZ", "it has only texts that differ from en. Copy those into its questions.po"),
    ],
)
def test_an_edition_that_has_nothing_to_begin_with_says_so(folder: Path, tag: str, said: str) -> None:
    done = languages(folder, "update", tag)
    assert (done.returncode, f"{tag}: nothing to write: " in done.stdout, said in done.stdout) == (
        0,
        True,
        True,
    )
