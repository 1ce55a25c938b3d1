"""Only a server, a restore and the first account make an instance; all else refuses where there is none."""

from __future__ import annotations

import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.command import free_port, run
from tests.storage.postgres import running_server
from webapp.settings import Settings
from webapp.storage import open_store

COMMANDS = (
    "backup nightly.backup",
    "purge",
    "purge --the-clock-is-right",
    "audit verify",
    "keys rotate",
    "keys retire",
    "practitioner list",
    "practitioner disable maria",
    "practitioner enable maria",
    "practitioner reset maria",
    "kiosk list",
    "kiosk add Window",
    "kiosk code 1",
    "kiosk lock 1",
    "kiosk unlock 1",
    "kiosk revoke 1",
)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("is_there", [False, True])
def test_where_there_is_no_instance_a_command_says_so_and_makes_nothing(
    tmp_path: Path, command: str, is_there: bool
) -> None:
    folder = tmp_path / "clinic"
    if is_there:
        folder.mkdir()
    done = run(*command.split(), "--instance", folder, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    there = "is empty" if is_there else "does not exist"
    assert done.stderr.startswith(f"there is no instance here: the folder {folder} {there}.\n")
    assert "--instance or GUTFACTORS_INSTANCE" in done.stderr
    assert [str(path) for path in tmp_path.rglob("*")] == [str(folder)] * is_there


def rows_of(folder: Path) -> list[str]:
    """All that an instance's database holds, as SQL."""
    with closing(sqlite3.connect(folder / "gutfactors.sqlite3")) as database:
        return list(database.iterdump())


@pytest.mark.parametrize("command", [*COMMANDS, "practitioner add maria"])
def test_a_command_leaves_a_database_of_an_earlier_version_to_its_server(
    tmp_path: Path, command: str
) -> None:
    settings = Settings.for_instance(tmp_path)
    open_store(settings.database_url, settings.key_file).close()
    with closing(sqlite3.connect(tmp_path / "gutfactors.sqlite3")) as database:
        database.executescript("UPDATE alembic_version SET version_num = '0001';")
    before = rows_of(tmp_path)
    done = run(*command.split(), "--instance", tmp_path, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("the database is of an earlier version of Gut Factors. Nothing was changed")
    assert rows_of(tmp_path) == before


def test_the_working_folder_is_none_either(tmp_path: Path) -> None:
    assert run("backup", "nightly.backup", cwd=tmp_path).returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_a_key_alone_is_no_instance_and_stays_alone(tmp_path: Path) -> None:
    (tmp_path / "secret.key").touch(0o600)
    done = run("purge", "--instance", tmp_path, cwd=tmp_path)
    assert done.returncode == 2
    assert "is GUTFACTORS_DATABASE_URL the server's?" in done.stderr
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("command", ["serve", "practitioner add maria", "purge"])
@pytest.mark.parametrize("content", [None, b""])
def test_an_empty_clinic_does_not_begin_where_one_was_in_use(
    tmp_path: Path, command: str, content: bytes | None
) -> None:
    settings = made(tmp_path / "clinic")
    run("practitioner", "add", "ann", "--name", "Ann", "--instance", settings.instance, cwd=tmp_path)
    run("purge", "--instance", settings.instance, cwd=tmp_path)
    database = settings.instance / "gutfactors.sqlite3"
    database.unlink()
    if content is not None:
        database.write_bytes(content)
    before = {path.name for path in settings.instance.iterdir()}
    port = str(free_port())
    done = run(*command.split(), "--instance", settings.instance, cwd=tmp_path, PORT=port)
    assert (done.returncode, done.stdout) == (2, "")
    assert "is GUTFACTORS_DATABASE_URL the server's?" in done.stderr
    assert {path.name for path in settings.instance.iterdir()} == before


def test_an_empty_database_elsewhere_is_no_instance(tmp_path: Path) -> None:
    with running_server() as postgres:
        url = postgres.new_database()
        done = run("backup", "x", "--instance", tmp_path / "clinic", cwd=tmp_path, DATABASE_URL=url)
    assert done.returncode == 2
    assert done.stderr.startswith("there is no instance here: ")
    assert list(tmp_path.iterdir()) == []


def test_a_wavy_line_is_the_home_folder_and_never_a_name(tmp_path: Path) -> None:
    home = tmp_path / "home"
    settings = Settings.from_environment({"GUTFACTORS_INSTANCE": "~/clinic"})
    assert settings.instance == Path.home() / "clinic"
    for given in ("~nobody-of-this-name/clinic", "~ /clinic"):
        done = run("purge", cwd=tmp_path, INSTANCE=given)
        assert done.returncode == 2
        assert "write the whole path" in done.stderr
    assert "write the whole path" in run("purge", cwd=tmp_path, DATABASE_URL="sqlite:///~/x.sqlite3").stderr
    assert not home.exists()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["serve", "purge", "backup x"])
@pytest.mark.parametrize("below", ["", "/below"])
def test_a_link_to_nowhere_is_refused_by_everybody(tmp_path: Path, command: str, below: str) -> None:
    (tmp_path / "instance").symlink_to(tmp_path / "volume/clinic")
    port = str(free_port())
    done = run(*command.split(), "--instance", f"instance{below}", cwd=tmp_path, PORT=port)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"instance is a link to {tmp_path}/volume/clinic, and nothing is there" in done.stderr
    assert run(*command.split(), cwd=tmp_path, PORT=port).returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["instance"]


def test_a_port_that_is_taken_is_told_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        done = run("serve", "--port", str(listener.getsockname()[1]), cwd=tmp_path)
    assert done.returncode == 2
    assert list(tmp_path.iterdir()) == []


def made(folder: Path) -> Settings:
    """An instance in this folder."""
    folder.mkdir(mode=0o700)
    settings = Settings.for_instance(folder)
    open_store(settings.database_url, settings.key_file).close()
    return settings


def test_what_is_open_to_others_is_shut(tmp_path: Path) -> None:
    folder = made(tmp_path / "clinic").instance
    database = folder / "gutfactors.sqlite3"
    folder.chmod(0o755)
    database.chmod(0o666)
    assert run("purge", "--instance", folder, cwd=tmp_path).returncode == 0
    assert (folder.stat().st_mode & 0o777, database.stat().st_mode & 0o777) == (0o700, 0o600)


@pytest.mark.parametrize("mode", [0o770, 0o777, 0o702])
@pytest.mark.parametrize("command", ["purge", "serve"])
def test_a_folder_in_which_others_can_write_is_refused(tmp_path: Path, mode: int, command: str) -> None:
    folder = made(tmp_path / "clinic").instance
    folder.chmod(mode)
    done = run(command, "--instance", folder, cwd=tmp_path, PORT=str(free_port()))
    assert done.returncode == 2
    assert f"the folder {folder} can be written by others: run  chmod 700 {folder}" in done.stderr
    assert folder.stat().st_mode & 0o777 == mode


def test_doctor_looks_and_makes_nothing(tmp_path: Path) -> None:
    run("doctor", cwd=tmp_path)
    assert list(tmp_path.iterdir()) == []
    with closing(open_store(f"sqlite:///{tmp_path}/x", tmp_path / "secret.key")):
        pass


@pytest.mark.parametrize("name", ["my inst #1?x", "c%20d", "%41", "é+;&:x@h"])
def test_an_instance_lies_in_its_folder_whatever_the_folder_is_called(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    assert run("practitioner", "add", "maria", "--instance", folder, cwd=tmp_path).returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert {"gutfactors.sqlite3", "secret.key"} <= {path.name for path in folder.iterdir()}
    backup = tmp_path / f"{name}.backup"
    assert run("backup", backup, "--with-key", "--instance", folder, cwd=tmp_path).returncode == 0
    other = tmp_path / f"{name} again"
    assert run("restore", backup, "--instance", other, cwd=tmp_path).returncode == 0
    assert "maria" in run("practitioner", "list", "--instance", other, cwd=tmp_path).stdout
    assert (other / "gutfactors.sqlite3").exists()
