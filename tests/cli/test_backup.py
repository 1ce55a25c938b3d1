"""`gutfactors backup` and `gutfactors restore`, as an operator types them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from sqlalchemy import delete

from tests.cli.command import run
from tests.storage.people import alter
from tests.storage.sent import NOW, sent
from webapp.storage import Store, open_store
from webapp.storage.tables import audit


def instance(folder: Path, name: str = "clinic") -> Store:
    """The store of an instance in this folder."""
    home = folder / name
    home.mkdir(mode=0o700, exist_ok=True)
    return open_store(f"sqlite:///{home}/gutfactors.sqlite3", home / "secret.key")


def test_what_was_backed_up_can_be_checked_and_restored_elsewhere(tmp_path: Path) -> None:
    with closing(instance(tmp_path)) as store:
        submission = sent(store, "Ana Lima")
    for args in (
        ("backup", "clinic.backup", "--with-key", "--instance", "clinic"),
        ("backup", "clinic.backup", "--check", "--instance", "clinic"),
        ("restore", "clinic.backup", "--instance", "other"),
    ):
        done = run(*args, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        assert "submissions 1, drafts 0, practitioners 0, audit entries 1" in done.stdout
    with closing(instance(tmp_path, "other")) as store:
        assert store.desk.open(submission.reference, NOW) == submission


def test_a_backup_says_where_the_key_is(tmp_path: Path) -> None:
    instance(tmp_path).close()
    done = run("backup", "one.backup", "--instance", "clinic", cwd=tmp_path)
    assert "The key is not in it: keep a copy of " in done.stdout
    assert "clinic/secret.key" in done.stdout
    done = run("backup", "two.backup", "--with-key", "--instance", "clinic", cwd=tmp_path)
    assert "whoever has this file can read everything" in done.stdout


def test_what_cannot_be_restored_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear colleague", "utf-8")
    for args in (
        ("backup", "letter.txt", "--check", "--instance", "clinic"),
        ("restore", "letter.txt", "--instance", "clinic"),
        ("backup", "missing.backup", "--check", "--instance", "clinic"),
        ("restore", "missing.backup", "--instance", "clinic"),
        ("backup", "no/folder/x", "--instance", "clinic"),
    ):
        done = run(*args, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert "Traceback" not in done.stderr


def test_a_database_in_use_is_not_restored_over(tmp_path: Path) -> None:
    with closing(instance(tmp_path)) as store:
        sent(store)
    run("backup", "clinic.backup", "--instance", "clinic", cwd=tmp_path)
    done = run("restore", "clinic.backup", "--instance", "clinic", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("the database is in use")


def test_an_audit_that_is_broken_is_told(tmp_path: Path) -> None:
    with closing(instance(tmp_path)) as store:
        sent(store)
    alter(f"sqlite:///{tmp_path}/clinic/gutfactors.sqlite3", lambda it: it.execute(delete(audit)))
    run("backup", "clinic.backup", "--instance", "clinic", cwd=tmp_path)
    done = run("backup", "clinic.backup", "--check", "--instance", "clinic", cwd=tmp_path)
    assert (done.returncode, "can be restored" in done.stdout) == (1, True)
    assert done.stderr.startswith("The audit in it was broken when it was made: ")


def test_a_database_that_does_not_answer_is_told(tmp_path: Path) -> None:
    instance(tmp_path).close()
    run("backup", "clinic.backup", "--with-key", "--instance", "clinic", cwd=tmp_path)
    url = f"postgresql:///x?host={tmp_path}"
    for args in (("backup", "x"), ("restore", "clinic.backup")):
        done = run(*args, "--instance", "clinic", cwd=tmp_path, DATABASE_URL=url)
        assert done.returncode == 1
        assert done.stderr.startswith("the database does not answer as it should")
