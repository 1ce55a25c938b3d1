"""An instance belongs to the account that serves it, also where another account runs a command on it."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.command import run
from tests.cli.other_account import OTHER, hand_over, needs_other_account, run_as_other, shared_folder
from tests.storage.test_copies import aged
from webapp.settings import Settings, save_address
from webapp.storage import open_store
from webapp.storage.backup.archive import atomic_archive

pytestmark = needs_other_account
_ = shared_folder  # a fixture


@pytest.fixture
def clinic(shared_folder: Path) -> Path:
    """An instance of the other account."""
    folder = made(shared_folder / "clinic")
    for path in (folder, *folder.iterdir()):
        hand_over(path)
    return folder


def made(folder: Path) -> Path:
    assert run("practitioner", "add", "ann", "--instance", folder, cwd=folder.parent).returncode == 0
    return folder


@pytest.fixture
def closed(shared_folder: Path) -> Path:
    """An instance of root, which the other account may not enter."""
    return made(shared_folder / "roots")


def rights(folder: Path) -> dict[str, tuple[str, int]]:
    """Whose each file is, and its mode."""
    return {path.name: (path.owner(), path.stat().st_mode & 0o777) for path in folder.iterdir()}


@pytest.mark.parametrize(
    "command",
    [
        "keys rotate",
        "keys retire --force",
        "purge",
        "kiosk add Window",
        "audit verify",
        "backup {folder}/a.backup",
    ],
)
def test_what_root_writes_stays_the_files_of_the_account(clinic: Path, command: str) -> None:
    run("keys", "rotate", "--instance", clinic, cwd=clinic.parent)  # also writes `audit.end`
    args = command.format(folder=clinic.parent).split()
    assert run(*args, "--instance", clinic, cwd=clinic.parent).returncode == 0
    assert set(rights(clinic).values()) == {(OTHER, 0o600)}
    assert {"audit.end", "secret.key"} <= rights(clinic).keys()
    assert run_as_other("audit", "verify", "--instance", clinic, cwd=clinic.parent).returncode == 0


def test_files_that_root_adds_belong_to_the_account(clinic: Path) -> None:
    settings = Settings.for_instance(clinic)
    save_address(settings)
    with closing(open_store(settings.database_url, settings.key_file)) as store:
        store.believe_clock(datetime.now(UTC), "command")
        assert {"gutfactors.sqlite3-wal", "gutfactors.sqlite3-shm", "address"} <= rights(clinic).keys()
        assert set(rights(clinic).values()) == {(OTHER, 0o600)}


def test_copies_that_root_makes_before_a_migration_belong_to_the_account(shared_folder: Path) -> None:
    url = aged(shared_folder)
    for path in (shared_folder, *shared_folder.iterdir()):
        hand_over(path)
    shared_folder.chmod(0o700)
    open_store(url, shared_folder / "secret.key").close()
    with atomic_archive(shared_folder / "database.before-0001.backup", os.urandom, is_in_instance=True):
        pass
    assert len(rights(shared_folder)) == 4
    assert set(rights(shared_folder).values()) == {(OTHER, 0o600)}


def test_what_root_restores_belongs_to_the_account(clinic: Path) -> None:
    file, new = clinic.parent / "a.backup", clinic.parent / "new"
    run("backup", file, "--with-key", "--instance", clinic, cwd=clinic.parent)
    new.mkdir(mode=0o700)
    hand_over(new)
    assert run("restore", file, "--instance", new, cwd=clinic.parent).returncode == 0
    assert rights(new) == {"secret.key": (OTHER, 0o600), "gutfactors.sqlite3": (OTHER, 0o600)}
    assert run_as_other("audit", "verify", "--instance", new, cwd=clinic.parent).returncode == 0


def test_a_mode_is_kept(clinic: Path) -> None:
    key = clinic / "secret.key"
    key.chmod(0o400)
    run("keys", "rotate", "--instance", clinic, cwd=clinic.parent)
    assert rights(clinic)["secret.key"] == (OTHER, 0o400)


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("serve", "secret.key"),
        ("audit verify", "secret.key"),
        ("keys rotate", "gutfactors.sqlite3"),
        ("audit verify", "gutfactors.sqlite3"),
        ("audit verify", "audit.end"),
        ("purge", "audit.end"),
        ("serve", "clinic.toml"),
        ("doctor", "secret.key"),
    ],
)
def test_a_file_of_root_in_the_folder_of_the_account_is_named(clinic: Path, command: str, name: str) -> None:
    path = clinic / name
    path.touch()
    path.chmod(0o600)
    shutil.chown(path, "root", "root")
    done = run_as_other(*command.split(), "--instance", clinic, cwd=clinic.parent)
    said = done.stdout + done.stderr
    assert f"{path} belongs to root and cannot be opened by this account ({OTHER})" in said
    assert f"run, as root,  chown {OTHER} {path}" in said
    assert "Traceback" not in said
    assert done.returncode in {1, 2}


def test_an_owner_that_cannot_be_kept_is_refused_before_anything_is_changed(clinic: Path) -> None:
    run("keys", "rotate", "--instance", clinic, cwd=clinic.parent)
    noted, key = clinic / "audit.end", clinic / "secret.key"
    shutil.chown(noted, "root", "root")
    noted.chmod(0o644)
    before = noted.read_bytes()
    done = run_as_other("purge", "--instance", clinic, cwd=clinic.parent)
    assert done.returncode == 1
    assert (
        f"{noted} cannot be written: it belongs to root, which this account ({OTHER}) cannot keep"
        in done.stderr
    )
    assert noted.read_bytes() == before
    assert sorted(clinic.glob(".*")) == []
    assert key.owner() == OTHER


COMMANDS = ["backup x.backup", "serve", "audit verify", "practitioner add jo"]


@pytest.mark.parametrize("command", COMMANDS)
def test_an_account_that_may_not_enter_the_folder_reads_one_sentence(closed: Path, command: str) -> None:
    done = run_as_other(*command.split(), "--instance", closed, cwd=closed.parent)
    said = (
        f"this account ({OTHER}) cannot enter the folder {closed}, which belongs to root: run this as root\n"
    )
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)


@pytest.mark.parametrize("command", ["serve", "doctor"])
def test_a_folder_above_that_may_not_be_entered_is_named_too(shared_folder: Path, command: str) -> None:
    above = shared_folder / "above"
    above.mkdir(mode=0o700)
    done = run_as_other(*command.split(), "--instance", above / "clinic", cwd=shared_folder)
    said = (
        f"this account ({OTHER}) cannot enter the folder {above}, which belongs to root: run this as root\n"
    )
    assert (done.stdout + done.stderr).endswith(said)
    assert done.returncode in {1, 2}
    assert "Traceback" not in done.stderr


def test_the_doctor_of_an_account_that_may_not_enter_goes_on(closed: Path) -> None:
    done = run_as_other("doctor", "--instance", closed, cwd=closed.parent)
    said = f"LACKING  instance folder ({closed})\n         this account ({OTHER}) cannot enter the folder"
    assert (done.returncode, done.stderr) == (1, "")
    assert said in done.stdout
    assert "https" in done.stdout.splitlines()[-1]
