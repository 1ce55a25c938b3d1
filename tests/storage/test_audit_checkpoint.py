"""The end of the log is also noted outside the database, where old rows cannot be put back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete, select, update

from tests.storage.accounts import in_transaction
from tests.storage.submissions import NOW, PRACTITIONER, submit
from webapp.clinic import Policy
from webapp.storage import CheckpointUnavailable, Store, open_store
from webapp.storage.backup.restore import restore
from webapp.storage.tables import audit, audit_ends

DAY = timedelta(days=1)


def act(store: Store, count: int, at: datetime = NOW) -> None:
    for _ in range(count):
        store.audit.record(PRACTITIONER, "opened", "submission 1", at)


def last_end(connection: Connection) -> bytes:
    return bytes(connection.scalar(select(audit_ends.c.sealed).where(audit_ends.c.name == "last")) or b"")


def cut(store: Store, url: str, acts: int, then: Callable[[], object] = lambda: None) -> None:
    """Do something, and take it out of the log by putting the old end back."""
    kept: list[bytes] = []
    in_transaction(url, lambda it: kept.append(last_end(it)))
    number = store.audit.list()[0].number
    act(store, acts)
    then()
    in_transaction(url, lambda it: it.execute(delete(audit).where(audit.c.number > number)))
    last = update(audit_ends).where(audit_ends.c.name == "last")
    in_transaction(url, lambda it: it.execute(last.values(sealed=kept[0])))


def test_a_log_that_was_cut_after_it_was_seen_is_found(store: Store, url: str, tmp_path: Path) -> None:
    act(store, 3)
    cut(store, url, 2, lambda: store.heartbeat(NOW))
    verdict = store.audit.verify()
    assert not verdict.is_whole
    assert verdict.message.startswith(f"it does not hold entry 5 as it was noted in {tmp_path}/audit.end")


def test_it_stays_found_whatever_is_written_afterwards(
    store: Store, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    act(store, 3)
    cut(store, url, 2, lambda: store.heartbeat(NOW))
    store.heartbeat(NOW)
    act(store, 10, NOW + timedelta(hours=1))
    store.purge(NOW)
    assert "entry 5 as it was noted" in store.audit.verify().message
    assert "the audit log is broken: it does not hold entry 5" in caplog.text


def test_a_log_that_goes_on_and_loses_what_is_old_is_whole(store: Store) -> None:
    assert store.clinic_settings.save_policy(Policy(audit_days=30), 0, PRACTITIONER, NOW)
    act(store, 3)
    store.heartbeat(NOW)
    assert store.audit.verify().is_whole
    for days in range(1, 40):
        store.purge(NOW + days * DAY)
        if days == 20:
            store.audit.record(PRACTITIONER, "opened", "submission 1", NOW + days * DAY)
    assert store.audit.list()[-1].number > 4
    assert store.audit.verify().is_whole


def test_a_new_key_opens_the_note_too(store: Store) -> None:
    act(store, 3)
    store.heartbeat(NOW)
    store.keys.rotate(PRACTITIONER, NOW)
    assert store.keys.retire(PRACTITIONER, NOW).keys == 1
    assert store.audit.verify().is_whole


def test_a_note_that_somebody_forged_is_told(store: Store, tmp_path: Path) -> None:
    act(store, 3)
    (tmp_path / "audit.end").write_bytes(b"forged by somebody")
    assert "cannot be opened with the key of this instance" in store.audit.verify().message


def test_a_backup_that_is_restored_begins_a_new_note(tmp_path: Path) -> None:
    key_file = tmp_path / "secret.key"
    with closing(open_store(f"sqlite:///{tmp_path}/one.sqlite3", key_file)) as store:
        submit(store)
        store.backups.create(tmp_path / "one.backup", PRACTITIONER, NOW, with_key=False)
        act(store, 5)
        store.heartbeat(NOW)
    restore(f"sqlite:///{tmp_path}/two.sqlite3", key_file, tmp_path / "one.backup", NOW)
    with closing(open_store(f"sqlite:///{tmp_path}/two.sqlite3", key_file)) as store:
        assert store.audit.verify().is_whole


def test_a_note_that_cannot_be_read_is_told_and_nothing_is_said_of_the_log(
    store: Store, url: str, tmp_path: Path
) -> None:
    act(store, 3)
    (tmp_path / "audit.end").mkdir()
    said = f"{tmp_path}/audit.end cannot be read: Is a directory"
    for reading in (store.audit.verify, lambda: store.heartbeat(NOW), lambda: store.purge(NOW)):
        with pytest.raises(CheckpointUnavailable, match=said):
            reading()
    assert store.clock_status(NOW).purged_at == NOW
    open_store(url, tmp_path / "secret.key").close()
