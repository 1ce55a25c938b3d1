"""`gutfactors backup` and `gutfactors restore`, as an operator types them."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete

from tests.cli.command import run
from tests.project import QUESTIONNAIRE, TEXT
from tests.storage.accounts import in_transaction
from tests.storage.submissions import NOW, submit
from webapp.storage import NewSubmission, Person, Store, open_store
from webapp.storage.backup.series import BackupFolder
from webapp.storage.tables import audit


def instance(folder: Path, name: str = "clinic") -> Store:
    """The store of an instance in this folder."""
    home = folder / name
    home.mkdir(mode=0o700, exist_ok=True)
    return open_store(f"sqlite:///{home}/gutfactors.sqlite3", home / "secret.key")


def test_what_was_backed_up_can_be_checked_and_restored_elsewhere(tmp_path: Path) -> None:
    with closing(instance(tmp_path)) as store:
        submission = submit(store, "Ana Lima")
    for args in (
        ("backup", "clinic.backup", "--with-key", "--instance", "clinic"),
        ("backup", "clinic.backup", "--check", "--instance", "clinic"),
        ("restore", "clinic.backup", "--instance", "other"),
    ):
        done = run(*args, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        assert "submissions 1, drafts 0, practitioners 0, audit entries 1" in done.stdout
    with closing(instance(tmp_path, "other")) as store:
        assert store.submissions.get(submission.reference, NOW) == submission


def test_a_restore_is_rehearsed_without_a_trace(tmp_path: Path) -> None:
    today = datetime.now(UTC)
    with closing(instance(tmp_path)) as store:
        store.questionnaires.save(QUESTIONNAIRE.digest, QUESTIONNAIRE.version, TEXT, today)
        new = NewSubmission("home", QUESTIONNAIRE.digest, {}, "", Person("Ana Lima"))
        assert store.submissions.submit(store.drafts.create({}, today), 1, new, today)
        store.practitioners.create("ann", "Ann", "practitioner", "command", today)
    run("backup", "it.backup", "--instance", "clinic", cwd=tmp_path)
    before = sorted(tmp_path.rglob("*"))
    done = run("backup", "it.backup", "--rehearse", "--instance", "clinic", cwd=tmp_path)
    assert done.returncode == 1
    assert f"Submissions: 1 can be opened, the newest of {today:%Y-%m-%d}; 1 can be judged." in done.stdout
    assert "Accounts that can sign in: 1, managers among them: 0." in done.stdout
    assert done.stderr == "No manager could sign in: gutfactors practitioner add NAME --manager\n"
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("look", ["--check", "--rehearse"])
def test_of_a_folder_the_newest_backup_is_looked_at(tmp_path: Path, look: str) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    instance(tmp_path).close()
    done = run("backup", folder, look, "--instance", "clinic", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (
        2,
        f"there is no backup in {folder}: make one with  gutfactors backup {folder}\n",
    )
    (folder / "old.backup").write_text("of years ago", "utf-8")
    os.utime(folder / "old.backup", (0, 0))
    (folder / "letter.txt").touch()
    run("backup", folder, "--instance", "clinic", cwd=tmp_path)
    done = run("backup", folder, look, "--instance", "clinic", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"{folder}/gutfactors-" in done.stdout


def test_a_rehearsal_finds_answers_that_nobody_could_judge(tmp_path: Path) -> None:
    with closing(instance(tmp_path)) as store:
        submit(store, at=datetime.now(UTC))  # its questionnaire is none
        submit(store, at=datetime.now(UTC) - timedelta(days=400))
    run("backup", "it.backup", "--instance", "clinic", cwd=tmp_path)
    done = run("backup", "it.backup", "--rehearse", "--instance", "clinic", cwd=tmp_path)
    assert done.returncode == 1
    assert "; 0 can be judged.\n1 more have expired since" in done.stdout
    assert done.stderr.startswith("1 submissions cannot be judged")


def test_a_backup_says_where_the_key_is(tmp_path: Path) -> None:
    instance(tmp_path).close()
    done = run("backup", "one.backup", "--instance", "clinic", cwd=tmp_path)
    assert done.stdout.startswith(f"Wrote {tmp_path}/one.backup: "), "wherever it was typed"
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
        assert not (tmp_path / "clinic").exists()


def test_a_database_in_use_is_not_restored_over(tmp_path: Path) -> None:
    with closing(instance(tmp_path)) as store:
        submit(store)
    run("backup", "clinic.backup", "--instance", "clinic", cwd=tmp_path)
    done = run("restore", "clinic.backup", "--instance", "clinic", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("the database is in use")


def test_an_audit_that_is_broken_is_told(tmp_path: Path) -> None:
    with closing(instance(tmp_path)) as store:
        submit(store)
    in_transaction(f"sqlite:///{tmp_path}/clinic/gutfactors.sqlite3", lambda it: it.execute(delete(audit)))
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


def test_no_backup_is_written_over_without_a_word(tmp_path: Path) -> None:
    instance(tmp_path).close()
    (tmp_path / "one.backup").write_text("yesterday's", "utf-8")
    done = run("backup", "one.backup", "--instance", "clinic", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("one.backup is there already, and nothing was written: name another")
    assert (tmp_path / "one.backup").read_text("utf-8") == "yesterday's"
    assert run("backup", "one.backup", "--force", "--instance", "clinic", cwd=tmp_path).returncode == 0
    assert run("backup", "one.backup", "--check", "--instance", "clinic", cwd=tmp_path).returncode == 0


def test_a_name_may_hold_the_date(tmp_path: Path) -> None:
    with closing(instance(tmp_path)) as store:
        before = datetime.now(UTC)
        run("backup", "clinic-{date}.backup", "--instance", "clinic", cwd=tmp_path)
        (made,) = tmp_path.glob("*.backup")
        assert made.name in {f"clinic-{each:%Y-%m-%d}.backup" for each in (before, datetime.now(UTC))}
        at = store.health.report(before).backed_up_at
    assert at is not None
    assert at >= before


def test_a_folder_keeps_the_newest_backups_and_all_else_that_is_in_it(tmp_path: Path) -> None:
    instance(tmp_path).close()
    folder = tmp_path / "backups"
    folder.mkdir()
    old = [folder / f"gutfactors-2026-0{month}-01T021500Z.backup" for month in range(1, 6)]
    for each in (*old, folder / "before-the-move.backup", folder / "notes.txt"):
        each.touch()
    done = run("backup", folder, "--keep", "3", "--instance", "clinic", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "can be restored" in done.stdout
    assert done.stdout.endswith("Deleted older backups: 3.\n")
    left = sorted(path.name for path in folder.iterdir())
    assert left[0] == "before-the-move.backup"
    assert left[1:3] == [path.name for path in old[3:]]
    assert left[4:] == ["notes.txt"]


def test_only_a_folder_is_thinned_out(tmp_path: Path) -> None:
    instance(tmp_path).close()
    done = run("backup", "x.backup", "--keep", "3", "--instance", "clinic", cwd=tmp_path)
    assert done.returncode == 2
    assert "--keep needs a folder" in done.stderr
    assert not (tmp_path / "x.backup").exists()


def test_the_backup_just_made_stays_also_by_a_clock_that_was_put_back(tmp_path: Path) -> None:
    series = BackupFolder(tmp_path)
    ahead, made = series.path_for(NOW + timedelta(days=400)), series.path_for(NOW)
    for each in (ahead, made):
        each.touch()
    assert series.prune(1, made) == 1
    assert list(tmp_path.iterdir()) == [made]
