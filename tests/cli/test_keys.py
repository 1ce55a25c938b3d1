"""`gutfactors keys` and `gutfactors audit`: the key of everything, and the chain of what was done."""

from __future__ import annotations

import signal
import sqlite3
from base64 import b64encode
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from time import sleep

from tests.cli.command import run, started
from tests.storage.postgres import running_server
from webapp.storage import DeskQuery, NewSubmission, Person, Store, open_store, read_key

NOW = datetime.now(UTC)


def store_in(folder: Path) -> Store:
    return open_store(f"sqlite:///{folder}/instance/gutfactors.sqlite3", folder / "instance/secret.key")


def furnished(folder: Path) -> Path:
    """This folder, with an instance in it that holds 10 submissions."""
    (folder / "instance").mkdir()
    with closing(store_in(folder)) as store:
        store.questionnaires.save("d" * 64, "1", "text", NOW)
    fill(folder, 10)
    return folder


def fill(folder: Path, count: int) -> None:
    """Let so many submissions more come in."""
    with closing(store_in(folder)) as store:
        for number in range(count):
            entry = NewSubmission("home", "d" * 64, {"age_years": number}, "", Person(number=f"CN{number}"))
            assert store.submissions.submit(store.drafts.create({}, NOW), 1, entry, NOW)


def command(folder: Path, *args: str) -> tuple[int, str]:
    """What the command says, and how it ends."""
    done = run(*args, cwd=folder)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


def answers(folder: Path) -> list[object]:
    with closing(store_in(folder)) as store:
        rows = store.desk.page(DeskQuery(size=1000), NOW).rows
        return [each.answers for each in store.submissions.get_many([row.reference for row in rows], NOW)]


def test_a_rotation_tells_to_copy_the_key_file(tmp_path: Path) -> None:
    instance = furnished(tmp_path)
    code, said = command(instance, "keys", "rotate")
    assert code == 0
    assert f"12 rows were sealed again.\nMake a new copy of {instance}/instance/secret.key now" in said
    assert len(answers(instance)) == 10


def test_with_many_servers_the_key_file_is_copied_before_anything_is_sealed_with_the_new_key(
    tmp_path: Path,
) -> None:
    key_file = tmp_path / "instance/secret.key"
    key_file.parent.mkdir()
    with running_server() as postgres:
        url = postgres.new_database()
        with closing(open_store(url, key_file)) as store:
            store.questionnaires.save("d" * 64, "1", "text", NOW)
            (old,) = read_key(key_file).ids
            said = run("keys", "rotate", cwd=tmp_path, DATABASE_URL=url).stdout
            assert f"is in {key_file}, and nothing is sealed with it yet.\nCopy this file to every" in said
            assert (store.keys.missing(), read_key(key_file).secrets) == ("", read_key(key_file).secrets[:1])
            new = read_key(key_file).waiting_id
            said = run("keys", "rotate", cwd=tmp_path, DATABASE_URL=url).stdout
            assert f"Everything is sealed with key {new} now" in said
            assert read_key(key_file).ids == (new, old)
        said = run("keys", "retire", cwd=tmp_path, DATABASE_URL=url).stdout
        assert said == (
            f"Old keys taken out: 1.\nCopy {key_file} to every other server and worker: "
            "theirs still has the old keys.\n"
        )


def test_the_old_key_is_taken_out_by_a_command_of_its_own(tmp_path: Path) -> None:
    instance = furnished(tmp_path)
    assert command(instance, "keys", "retire") == (0, "There is one key only: nothing to retire.\n")
    command(instance, "keys", "rotate")
    assert command(instance, "keys", "retire") == (0, "Old keys taken out: 1.\n")
    assert len((instance / "instance/secret.key").read_text().split()) == 1
    assert len(answers(instance)) == 10


def test_what_still_needs_the_old_key_is_told(tmp_path: Path) -> None:
    instance = furnished(tmp_path)
    with closing(store_in(instance)) as store:
        store.passphrases.issue(store.drafts.create({}, NOW), NOW)
    key_file = instance / "instance/secret.key"
    key_file.write_bytes(b64encode(b"n" * 32) + b"\n" + key_file.read_bytes())
    code, said = command(instance, "keys", "retire")
    assert code == 2
    assert "12 rows are not sealed with the newest key: run  gutfactors keys rotate\n" in said
    assert "words to come back with that need an old key are good until " in said
    assert len(key_file.read_text().split()) == 2


def test_what_would_end_with_the_old_key_is_told_and_ends_by_force_alone(tmp_path: Path) -> None:
    instance = furnished(tmp_path)
    with closing(store_in(instance)) as store:
        token = store.api_tokens.create("Laboratory", ["answers"], "command", NOW)
        old = store.api_tokens.create("Old archive", ["answers"], "command", NOW)
    command(instance, "keys", "rotate")
    with closing(store_in(instance)) as store:
        assert store.api_tokens.use(token, NOW)
    code, said = command(instance, "keys", "retire")
    assert code == 2
    assert (
        "tokens of other programs not used since the key was changed: 1 (Old archive). They would end with "
        "the old key: let each program fetch something, or revoke its token\n"
    ) in said
    assert "gutfactors keys retire --force" in said
    assert command(instance, "keys", "retire", "--force") == (0, "Old keys taken out: 1.\n")
    with closing(store_in(instance)) as store:
        assert store.api_tokens.use(token, NOW)
        assert not store.api_tokens.use(old, NOW)
        assert [each.name for each in store.api_tokens.list()] == ["Laboratory"]


def test_killed_in_the_middle_it_goes_on_when_it_is_called_again(tmp_path: Path) -> None:
    instance = furnished(tmp_path)
    fill(instance, 90)  # enough to be in the middle of
    before, key_file = answers(instance), instance / "instance/secret.key"
    with started("keys", "rotate", cwd=instance) as process:
        while process.poll() is None and len(key_file.read_text().split()) < 2:
            sleep(0.001)
        process.send_signal(signal.SIGKILL)
    assert answers(instance) == before
    assert command(instance, "keys", "rotate")[0] == 0
    assert command(instance, "keys", "retire")[0] == 0
    assert answers(instance) == before


def test_a_key_file_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    instance = furnished(tmp_path)
    (instance / "instance/secret.key").chmod(0o644)
    code, said = command(instance, "keys", "rotate")
    assert code == 2
    assert "chmod 600" in said


def test_a_whole_log_is_told_with_its_last_digest(tmp_path: Path) -> None:
    instance = furnished(tmp_path)
    code, said = command(instance, "audit", "verify")
    assert code == 0
    with closing(store_in(instance)) as store:
        digest = store.audit.verify().digest
    whole = "The audit log is whole: 10 entries, none of them changed, missing or added."
    assert said == f"{whole}\nLast digest: {digest}\n"


def test_a_broken_log_is_told_and_the_command_fails(tmp_path: Path) -> None:
    instance = furnished(tmp_path)
    with closing(sqlite3.connect(instance / "instance/gutfactors.sqlite3")) as connection:
        connection.execute("DELETE FROM audit WHERE number = 7")
        connection.commit()
    code, said = command(instance, "audit", "verify")
    assert (code, said) == (1, "The audit log is broken: entry 7 is missing.\n")
