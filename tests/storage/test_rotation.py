"""A new key for everything: nothing is lost on the way, and nothing of the old key is left."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from shutil import copy
from threading import Event

import pytest
from sqlalchemy import select, update

from tests.storage.accounts import (
    NOW,
    PASSWORD,
    audit_entries,
    choose_password,
    in_transaction,
    reload,
    while_locked,
)
from tests.storage.sealed_clinic import everything, fill, key_ids, submitted
from tests.storage.submissions import DIGEST
from webapp.storage import DeskQuery, StorageRefused, Store, StoreUnavailable, open_store
from webapp.storage.crypto.keys import InstanceKey, read_key, replace_key
from webapp.storage.crypto.rotation import BATCH
from webapp.storage.crypto.sealing import SealBroken
from webapp.storage.tables import drafts, returns, submissions


def choose_new_password(store: Store) -> None:
    """Let Maria do so: it takes long."""
    maria = store.practitioners.by_login("maria")
    assert maria is not None
    choose_password(store, maria)


def test_after_a_rotation_everything_is_sealed_with_the_new_key_and_reads_the_same(
    store: Store, url: str, tmp_path: Path
) -> None:
    fill(store)
    before, old = everything(store), read_key(tmp_path / "secret.key").ids
    done = store.keys.rotate("command", NOW)
    key = read_key(tmp_path / "secret.key")
    assert key.ids == (done.key_id, *old)
    assert key_ids(url) == {done.key_id}
    assert everything(store) == before
    assert not done.is_resumed
    assert audit_entries(store)[-1] == ("command", "rotated the keys", "keys")
    assert store.audit.verify().is_whole


def test_everybody_is_found_by_name_and_number_under_the_new_key_alone(
    store: Store, url: str, opening: Callable[[str], Store]
) -> None:
    fill(store)
    choose_new_password(store)
    store.keys.rotate("command", NOW)
    assert store.keys.retire("command", NOW).keys == 1
    later = opening(url)
    for words in ("maria number1", "CN-1"):
        assert [row.person.number for row in later.desk.page(DeskQuery(words), NOW).rows] == ["CN-1"]
    assert later.practitioners.check_password("Maria", PASSWORD) is not None
    patient = later.submissions.get_many([submitted(later, 1)], NOW)[0].patient
    assert len(later.visits.list(patient, NOW)) == 2


def test_between_the_keys_people_are_found_by_either(store: Store, tmp_path: Path) -> None:
    fill(store)
    choose_new_password(store)
    key = read_key(tmp_path / "secret.key")
    replace_key(tmp_path / "secret.key", InstanceKey(b"n" * 32, *key.secrets))
    assert store.practitioners.by_login("maria") is not None
    assert store.practitioners.check_password("maria", PASSWORD) is not None
    assert [row.person.number for row in store.desk.page(DeskQuery("CN-1"), NOW).rows] == ["CN-1"]
    assert [row.person.number for row in store.desk.page(DeskQuery("mar number1"), NOW).rows] == ["CN-1"]
    patient = store.submissions.get_many([submitted(store, 1)], NOW)[0].patient
    assert len(store.visits.list(patient, NOW)) == 2


def test_a_key_that_waits_seals_nothing_before_the_rotation_that_uses_it(
    store: Store, url: str, tmp_path: Path
) -> None:
    fill(store)
    (old,) = read_key(tmp_path / "secret.key").ids
    new = store.keys.add_waiting()
    assert store.keys.add_waiting() == "", "one is enough"
    submitted(store, 9)
    assert key_ids(url) == {old}
    done = store.keys.rotate("command", NOW)
    assert (done.key_id, done.is_resumed, key_ids(url)) == (new, False, {new})
    assert read_key(tmp_path / "secret.key").ids == (new, old)
    assert store.keys.missing() == ""


def test_a_server_that_starts_after_the_rotation_seals_with_the_new_key_at_once(
    store: Store, url: str, tmp_path: Path
) -> None:
    fill(store)
    new, waiting = store.keys.add_waiting(), tmp_path / "other" / "secret.key"
    waiting.parent.mkdir()
    copy(tmp_path / "secret.key", waiting)
    store.keys.rotate("command", NOW)
    with closing(open_store(url, waiting)) as other:
        submitted(other, 9)
    assert key_ids(url) == {new}
    assert store.keys.retire("command", NOW).keys == 1


def test_a_server_whose_key_waits_signs_with_it_once_another_seals_with_it(
    store: Store, url: str, tmp_path: Path
) -> None:
    fill(store)
    store.keys.add_waiting()
    waiting = tmp_path / "other" / "secret.key"
    waiting.parent.mkdir()
    copy(tmp_path / "secret.key", waiting)
    with closing(open_store(url, waiting)) as other:
        old, new = other.signing_keys.newest_first()
        assert store.signing_keys.newest_first() == (old, new)
        store.keys.rotate("command", NOW)
        assert other.signing_keys.newest_first() == store.signing_keys.newest_first() == (new, old)
        store.keys.retire("command", NOW)
        assert store.signing_keys.newest_first() == (new,)


def test_a_server_without_the_new_key_names_it(store: Store, url: str, tmp_path: Path) -> None:
    fill(store)
    without = tmp_path / "other" / "secret.key"
    without.parent.mkdir()
    copy(tmp_path / "secret.key", without)
    with closing(open_store(url, without)) as other:
        new = store.keys.rotate("command", NOW).key_id
        assert other.keys.missing() == new
    with pytest.raises(StorageRefused, match="copy the key file from there"):
        open_store(url, without)


class Killed(BaseException):
    """The end of the process."""


def kill(_rows: int) -> None:
    raise Killed


def test_a_rotation_that_was_killed_goes_on_with_the_same_key(
    store: Store, url: str, opening: Callable[[str], Store], tmp_path: Path
) -> None:
    fill(store)
    before = everything(store)
    with pytest.raises(Killed):
        store.keys.rotate("command", NOW, on_batch=kill)
    half = read_key(tmp_path / "secret.key").ids
    assert key_ids(url) == set(half)
    later = opening(url)
    assert everything(later) == before
    assert not later.keys.retire("command", NOW).keys
    done = later.keys.rotate("command", NOW)
    assert (done.is_resumed, done.key_id) == (True, half[0])
    assert read_key(tmp_path / "secret.key").ids == half
    assert key_ids(url) == {half[0]}
    assert everything(later) == everything(store) == before


def test_killed_before_anything_was_sealed_it_goes_on_too(store: Store, url: str, tmp_path: Path) -> None:
    fill(store)
    key = read_key(tmp_path / "secret.key")
    replace_key(tmp_path / "secret.key", InstanceKey(b"n" * 32, *key.secrets))
    assert store.keys.rotate("command", NOW).is_resumed
    assert len(key_ids(url)) == 1
    assert len(read_key(tmp_path / "secret.key").ids) == 2


def test_a_server_that_runs_meanwhile_loses_nothing_and_takes_the_new_key_up(
    store: Store, url: str, opening: Callable[[str], Store], tmp_path: Path
) -> None:
    fill(store)
    server = opening(url)
    before = everything(server)
    store.keys.rotate("command", NOW)
    assert everything(server) == before
    submitted(server, 9)
    assert key_ids(url) == {read_key(tmp_path / "secret.key").ids[0]}
    store.keys.retire("command", NOW)
    assert len(everything(server)) == len(before) + 1


def test_what_is_written_while_it_runs_is_not_lost(
    store: Store, url: str, opening: Callable[[str], Store]
) -> None:
    fill(store)
    server, done = opening(url), Event()
    made: list[str] = []

    def work() -> None:
        while not done.is_set() or len(made) < 5:
            reference = submitted(server, 100 + len(made))
            assert server.submissions.add_note(reference, 1, "written meanwhile", "practitioner 1", NOW)
            made.append(reference)

    with ThreadPoolExecutor(1) as pool:
        working_on = pool.submit(work)
        for _ in range(3):
            store.keys.rotate("command", NOW)
        done.set()
        working_on.result()
    found = store.submissions.get_many(made, NOW)
    assert [each.note for each in found] == ["written meanwhile"] * len(made)
    assert store.audit.verify().is_whole


def test_a_row_that_somebody_has_in_hand_is_waited_for(store: Store, url: str) -> None:
    fill(store)
    begun, seen = Event(), []

    def hold(rows: int) -> None:
        seen.append(rows)
        begun.set()

    def slow(connection: object) -> None:
        connection.execute(update(submissions).values(channel="kiosk"))  # type: ignore[attr-defined]
        begun.wait(1)

    with ThreadPoolExecutor(1) as pool:
        changing = pool.submit(in_transaction, url, slow)
        store.keys.rotate("command", NOW, on_batch=hold)
        changing.result()
    assert len(key_ids(url)) == 1
    assert {row.channel for row in store.desk.page(DeskQuery(), NOW).rows} == {"kiosk"}


def test_more_rows_than_a_batch_are_all_sealed_anew(store: Store, url: str) -> None:
    store.questionnaires.save(DIGEST, "1", "text", NOW)
    for number in range(BATCH + 5):
        submitted(store, number)
    batches: list[int] = []
    store.keys.rotate("command", NOW, on_batch=batches.append)
    assert batches == [BATCH, BATCH + 5, BATCH + 7]
    assert len(key_ids(url)) == 1


def test_a_row_that_does_not_open_is_told_and_not_passed_over(store: Store, url: str) -> None:
    fill(store)
    in_transaction(url, lambda it: it.execute(update(submissions).values(channel="home", sealed=b"damaged")))
    with pytest.raises(SealBroken, match="submission"):
        store.keys.rotate("command", NOW)
    assert store.keys.retire("command", NOW).is_refused


def test_two_rotations_at_the_same_moment_lose_no_key(store: Store, url: str, tmp_path: Path) -> None:
    fill(store)
    key = read_key(tmp_path / "secret.key")
    second = while_locked(
        url,
        lambda: store.keys.rotate("command", NOW),
        lambda _: replace_key(tmp_path / "secret.key", InstanceKey(b"n" * 32, *key.secrets)),
    )
    assert second.result().is_resumed
    assert key_ids(url) == {InstanceKey(b"n" * 32).ids[0]}


def test_words_to_come_back_with_are_good_after_a_rotation(
    store: Store, url: str, opening: Callable[[str], Store]
) -> None:
    fill(store)
    token = store.drafts.create({}, NOW)
    passphrase = store.passphrases.issue(token, NOW)
    assert passphrase is not None
    store.keys.rotate("command", NOW)
    assert store.passphrases.redeem(passphrase, NOW) == token
    assert opening(url).passphrases.redeem(passphrase, NOW) == token


def test_half_way_through_a_key_file_without_the_new_key_is_refused(
    store: Store, url: str, tmp_path: Path
) -> None:
    fill(store)
    old = (tmp_path / "secret.key").read_bytes()
    with pytest.raises(Killed):
        store.keys.rotate("command", NOW, on_batch=kill)
    (tmp_path / "secret.key").write_bytes(old)
    with pytest.raises(StorageRefused, match="is not the one"):
        open_store(url, tmp_path / "secret.key")


def test_devices_are_still_known_after_a_rotation(store: Store) -> None:
    fill(store)
    device = store.login_attempts.new_device_token("maria")
    for _ in range(10):
        store.login_attempts.record_failure("maria", device, NOW)
    store.keys.rotate("command", NOW)
    assert store.login_attempts.is_known_device("maria", device)
    assert store.login_attempts.seconds_until_allowed("maria", device, NOW) > 0


def test_a_rotation_changes_no_version(store: Store) -> None:
    fill(store)
    maria = store.practitioners.by_login("maria")
    assert maria is not None
    rows = everything(store)
    store.keys.rotate("command", NOW)
    assert reload(store, maria).version == maria.version
    assert store.clinic_settings.clinic_version == 1
    assert everything(store) == rows


def test_drafts_are_of_no_key_of_the_instance(store: Store, url: str) -> None:
    fill(store)
    token = store.drafts.create({"age": 41}, NOW)
    store.passphrases.issue(token, NOW)
    before: list[object] = []
    in_transaction(url, lambda it: before.extend(it.execute(select(drafts)).all()))
    store.keys.rotate("command", NOW)
    after: list[object] = []
    in_transaction(url, lambda it: after.extend(it.execute(select(drafts)).all()))
    assert before == after
    assert store.drafts.open(token, NOW) is not None


def test_a_database_that_goes_away_says_so(store: Store, url: str) -> None:
    fill(store)
    in_transaction(url, returns.drop)
    with pytest.raises(StoreUnavailable):
        store.keys.retire("command", NOW)
