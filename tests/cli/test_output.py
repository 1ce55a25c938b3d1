"""What commands write: whole or not at all, for their owner alone, and never into a file called "-"."""

from __future__ import annotations

import json
import os
import resource
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.command import GUTFACTORS, PROJECT, Done, environment, run, run_apart

ANSWERS = json.dumps(json.loads((PROJECT / "tests/cases/W55.json").read_text("utf-8"))["answers"])
GOOD = b"what was here before"

WRITERS = (
    ("report", "answers.json", "-o", "out"),
    ("compare", "one.pdf", "one.pdf", "-o", "out"),
    ("export", "response", "answers.json", "-o", "out"),
    ("export", "bundle", "answers.json", "-o", "out"),
    ("read", "one.pdf", "-o", "out"),
    ("read", "one.pdf", "--response", "-o", "out"),
    ("import", "response.json", "-o", "out"),
)
"""All that writes answers."""

OTHERS = (
    ("export", "questionnaire", "-o", "out"),
    ("schema", "-o", "out"),
    ("explain", "alcohol", "--svg", "out"),
)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    (folder / "answers.json").write_text(ANSWERS)
    for args in (
        ("report", "answers.json", "-o", "one.pdf", "--date", "2026-03-01"),
        ("export", "response", "answers.json", "-o", "response.json"),
    ):
        assert run(*args, cwd=folder).returncode == 0
    return folder


def in_a_shell(script: str, *args: str, cwd: Path) -> Done:
    """Run the command after these words of a shell, where "$@" is the command."""
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {script}", "-", *GUTFACTORS, *args],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=environment(),
        timeout=60,
        check=False,
    )


@contextmanager
def no_room() -> Iterator[None]:
    """Limit the files of this process to a kilobyte: a longer write fails as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("args", [WRITERS[0], WRITERS[2], WRITERS[4], OTHERS[0]], ids=" ".join)
def test_a_disk_without_room_leaves_what_was_there_before(files: Path, args: tuple[str, ...]) -> None:
    (files / "out").write_bytes(GOOD)
    before = set(files.iterdir())
    with no_room():
        done = run(*args, cwd=files)
    assert (files / "out").read_bytes() == GOOD
    assert set(files.iterdir()) == before
    assert (done.returncode, done.stderr) == (1, "out cannot be written: File too large\n")


@contextmanager
def umask(mode: int) -> Iterator[None]:
    before = os.umask(mode)
    try:
        yield
    finally:
        os.umask(before)


@pytest.mark.parametrize("mode", [0o000, 0o022])
def test_answers_can_be_read_by_their_owner_alone(files: Path, mode: int) -> None:
    (files / "out").unlink(missing_ok=True)
    with umask(mode):
        assert run(*WRITERS[2], cwd=files).returncode == 0
    assert stat.S_IMODE((files / "out").stat().st_mode) == 0o600


@pytest.mark.parametrize("args", WRITERS, ids=" ".join)
def test_answers_close_a_file_that_was_open(files: Path, args: tuple[str, ...]) -> None:
    (files / "out").write_bytes(GOOD)
    (files / "out").chmod(0o666)
    done = run(*args, cwd=files)
    assert (done.returncode, done.stderr) == (0, "")
    assert stat.S_IMODE((files / "out").stat().st_mode) == 0o600


def test_what_holds_no_answers_is_as_open_as_other_files(files: Path) -> None:
    (files / "out").unlink(missing_ok=True)
    with umask(0o022):
        run(*OTHERS[0], cwd=files)
    assert stat.S_IMODE((files / "out").stat().st_mode) == 0o644
    (files / "out").chmod(0o664)
    with umask(0o077):
        run(*OTHERS[0], cwd=files)
    assert stat.S_IMODE((files / "out").stat().st_mode) == 0o664


def test_a_link_stays_and_leads_to_the_new_file(files: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "far.json")
    assert run(*WRITERS[2][:-1], tmp_path / "link", cwd=files).returncode == 0
    assert (tmp_path / "link").is_symlink()
    assert json.loads((tmp_path / "far.json").read_bytes())["resourceType"] == "QuestionnaireResponse"


@pytest.mark.parametrize("args", [WRITERS[0], WRITERS[4], WRITERS[5]], ids=" ".join)
def test_a_dash_is_standard_output(files: Path, args: tuple[str, ...]) -> None:
    (files / "out").unlink(missing_ok=True)
    before = set(files.iterdir())
    dash = in_a_shell('"$@" -o - | cksum', *args[:-2], cwd=files)
    plain = run(*args, cwd=files)
    assert dash.returncode == plain.returncode == 0
    assert set(files.iterdir()) - before == {files / "out"}
    summed = in_a_shell("cksum < out", cwd=files)
    assert dash.stdout == summed.stdout


@pytest.mark.parametrize(
    "args",
    [
        ("backup", "-"),
        ("export", "questionnaire", "--codes", "-"),
        ("export", "questionnaire", "--codes", "./-"),
        ("explain", "alcohol", "--svg", "-"),
        ("simulate", "-o", "-"),
    ],
    ids=" ".join,
)
def test_nothing_makes_a_file_that_is_called_dash(tmp_path: Path, args: tuple[str, ...]) -> None:
    done = run(*args, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.endswith("standard output is taken by what the command says: name a file\n")
    assert not list(tmp_path.iterdir())


def test_pipes_and_devices_are_written_to_as_they_are(files: Path) -> None:
    whole = in_a_shell('"$@" -o /dev/stdout | cat', *WRITERS[4][:-2], cwd=files)
    assert json.loads(whole.stdout).keys() == json.loads(ANSWERS).keys()
    full = in_a_shell('"$@" -o /dev/full', *WRITERS[4][:-2], cwd=files)
    assert (full.returncode, full.stderr) == (1, "/dev/full cannot be written: No space left on device\n")
    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)


@pytest.mark.parametrize(
    "args",
    [("assess", "answers.json"), ("read", "one.pdf"), ("--help",)],
    ids=" ".join,
)
def test_a_full_standard_output_is_told_in_a_sentence(files: Path, args: tuple[str, ...]) -> None:
    done = in_a_shell('"$@" > /dev/full', *args, cwd=files)
    said = "standard output cannot be written: No space left on device\n"
    assert (done.returncode, done.stderr) == (1, said)


@pytest.mark.parametrize("args", [("export", "questionnaire"), ("schema",)], ids=" ".join)
def test_who_reads_only_the_beginning_gets_no_traceback(files: Path, args: tuple[str, ...]) -> None:
    """One writes more than a pipe holds (64 KiB), the other less."""
    done = in_a_shell('"$@" | head -c 4', *args, cwd=files)
    assert (done.stderr, len(done.stdout)) == ("", 4)


def test_a_missing_folder_is_noticed_before_anything_is_worked_out(files: Path) -> None:
    for args in (*WRITERS, *OTHERS):
        done = run(*args[:-1], "nowhere/out", cwd=files)
        said = "nowhere/out cannot be written: there is no folder nowhere. Make it first\n"
        assert (done.returncode, done.stderr) == (2, said)
    early = run("report", "no-such-answers.json", "-o", "nowhere/out", cwd=files)
    assert early.returncode == 2


def test_a_mistake_of_ours_is_not_taken_for_a_full_output(tmp_path: Path) -> None:
    (tmp_path / "answers.json").write_text(ANSWERS)
    done = run_apart("assess", "answers.json", cwd=tmp_path, INSTANCE="x" * 300)
    assert "standard output" not in done.stderr
