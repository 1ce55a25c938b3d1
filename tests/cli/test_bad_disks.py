"""Disks without room, and disks that cannot be written: what commands say, and what they leave."""

from __future__ import annotations

import subprocess
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.cli.command import GUTFACTORS, environment, free_port, run
from tests.storage.submissions import submit
from webapp.settings import Settings, instance
from webapp.storage import Store, StoreUnavailable, open_store
from webapp.storage.database import Database

ROOT_OF_ITS_OWN = ["unshare", "--map-root-user", "--mount"]
READ_ONLY = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && shift && exec "$@"'
FULL = (
    'cp -a "$1" "$1.kept" && mount -t tmpfs -o size=2m,mode=700 tmpfs "$1" && cp -a "$1.kept/." "$1" && '
    '{ head -c 9M /dev/zero >"$1/fill" 2>/dev/null; cd /; shift; exec "$@"; }'
)
SMALL = 'mount -t tmpfs -o size=64k tmpfs "$1" && cd "$1" && shift && "$@"; echo "rc $?"; ls -A'


def can_mount() -> bool:
    """Whether this machine lets a process mount what it alone sees."""
    try:
        return subprocess.run([*ROOT_OF_ITS_OWN, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


needs_mounts = pytest.mark.skipif(not can_mount(), reason="no process may mount anything here")


def mounted(how: str, folder: Path, *args: str | Path) -> subprocess.CompletedProcess[str]:
    command = [*ROOT_OF_ITS_OWN, "sh", "-c", how, "sh", str(folder), *GUTFACTORS, *map(str, args)]
    env = environment(PORT=str(free_port()))
    return subprocess.run(
        command, capture_output=True, text=True, cwd=folder, env=env, timeout=120, check=False
    )


def made(folder: Path) -> Store:
    settings = Settings.for_instance(folder / "clinic")
    settings.instance.mkdir(mode=0o700)
    return open_store(settings.database_url, settings.key_file)


@needs_mounts
@pytest.mark.parametrize("args", ["serve", "practitioner add ann --manager --name Ann"])
def test_without_room_no_instance_is_half_made(tmp_path: Path, args: str) -> None:
    done = mounted(SMALL, tmp_path, *args.split(), "--instance", "new")
    assert "the disk is full (" in done.stderr
    assert "no instance was made in" in done.stderr
    assert done.stdout == "rc 2\n", "and nothing is left"


def test_the_room_that_a_new_instance_needs_is_more_than_it_takes(tmp_path: Path) -> None:
    made(tmp_path).close()
    run("practitioner", "add", "ann", "--name", "Ann", "--instance", tmp_path / "clinic", cwd=tmp_path)
    assert sum(path.stat().st_size for path in (tmp_path / "clinic").iterdir()) * 2 < instance.ROOM


def test_a_database_that_cannot_grow_says_that_the_disk_is_full(tmp_path: Path) -> None:
    with closing(Database(f"sqlite:///{tmp_path}/full.sqlite3")) as database:
        with database.writing() as connection:
            connection.execute(text("CREATE TABLE more (much TEXT)"))
        with pytest.raises(StoreUnavailable, match=f"the disk is full: make room in {tmp_path}"):
            fill(database)


def fill(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("PRAGMA max_page_count = 4"))
        connection.execute(text("INSERT INTO more VALUES (:much)"), {"much": "x" * 100_000})


@needs_mounts
def test_a_disk_that_is_mounted_read_only_is_named_as_such(tmp_path: Path) -> None:
    made(tmp_path).close()
    said = mounted(READ_ONLY, tmp_path, "doctor", "--instance", "clinic").stdout
    assert f"{tmp_path}/clinic is on a disk that is mounted read-only: mount it for writing" in said
    assert "chown" not in said
    assert (
        "is on a disk that is mounted read-only"
        in mounted(READ_ONLY, tmp_path, "serve", "--instance", "clinic").stderr
    )


@needs_mounts
@pytest.mark.parametrize(
    ("args", "said"),
    [("audit verify", "The audit log is whole: 3 entries"), ("practitioner list", "ann (practitioner): Ann")],
)
def test_commands_that_only_read_take_a_copy_that_cannot_be_written(
    tmp_path: Path, args: str, said: str
) -> None:
    made(tmp_path).close()
    run("practitioner", "add", "ann", "--name", "Ann", "--instance", tmp_path / "clinic", cwd=tmp_path)
    before = {path.name for path in (tmp_path / "clinic").iterdir()}
    done = mounted(READ_ONLY, tmp_path, *args.split(), "--instance", "clinic")
    assert (done.returncode, done.stderr) == (0, "")
    assert said in done.stdout
    assert {path.name for path in (tmp_path / "clinic").iterdir()} == before


@needs_mounts
def test_a_copy_of_a_database_in_use_is_not_read_without_its_log(tmp_path: Path) -> None:
    with closing(made(tmp_path)) as store:
        store.questionnaires.save("d" * 64, "1", "text", datetime.now(UTC))
        (tmp_path / "clinic/gutfactors.sqlite3-shm").unlink()
        done = mounted(READ_ONLY, tmp_path, "audit", "verify", "--instance", "clinic")
    assert done.returncode == 2
    assert "gutfactors.sqlite3-wal has changes that can be read only where it can be written" in done.stderr


@needs_mounts
@pytest.mark.parametrize(
    ("how", "reason"),
    [
        (READ_ONLY, "gutfactors.sqlite3 cannot be written: its disk is mounted read-only"),
        (FULL, "the disk is full"),
    ],
)
@pytest.mark.parametrize("is_in_use", [True, False], ids=["with a log", "without"])
def test_a_backup_is_written_elsewhere_from_a_disk_that_cannot_be(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, how: str, reason: str, *, is_in_use: bool
) -> None:
    clinic, target = tmp_path / "clinic", tmp_path_factory.mktemp("other") / "x.backup"
    with ExitStack() as stack:
        store = stack.enter_context(closing(made(tmp_path)))
        submit(store)
        if not is_in_use:
            stack.close()
        done = mounted(how, clinic, "backup", target, "--with-key", "--instance", clinic)
    assert done.returncode == 0
    assert done.stdout.startswith(f"Wrote {target}: submissions 1, ")
    (said,) = done.stderr.splitlines()
    assert said.startswith(
        "The file is whole. It could not be noted in the instance, where it counts as not made"
    )
    assert reason in said
    assert run("backup", target, "--check", "--instance", clinic, cwd=tmp_path).returncode == 0
