"""What lies in the database and its files tells nothing of what was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, update

from tests.storage.postgres import PostgresServer
from webapp.storage import Entry, Store, open_store
from webapp.storage.database import Database
from webapp.storage.sealing import SealBroken
from webapp.storage.tables import drafts, metadata, submissions

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DIGEST = "d" * 64
SECRETS = ("rosamund", "57.25", "methotrexate")
ANSWERS = {"note": "rosamund", "vitd_value": "57.25", "medicines": ["methotrexate"]}


@pytest.fixture
def filled(store: Store) -> tuple[Store, str, list[str]]:
    """A store with a draft that was left and a submission; the token of the draft; all that is secret."""
    store.keep_questionnaire(DIGEST, "1", "text", NOW)
    token, sent = store.new_draft(ANSWERS, NOW), store.new_draft(ANSWERS, NOW)
    sentence = store.leave(token, NOW)
    assert sentence is not None
    store.submit(sent, 1, Entry("home", DIGEST, ANSWERS), NOW)
    return store, token, [*SECRETS, token, sent, sentence, sentence.replace(" ", "")]


def _rows(url: str) -> Iterator[Any]:
    with closing(Database(url)) as database, database.reading() as connection:
        for table in metadata.sorted_tables:
            yield from connection.execute(table.select())


def test_no_row_holds_anything_typed_nor_any_token(filled: tuple[Store, str, list[str]], url: str) -> None:
    text = "".join(str(value) for row in _rows(url) for value in row)
    raw = b"".join(value for row in _rows(url) for value in row if isinstance(value, bytes))
    assert text
    assert raw
    for secret in filled[2]:
        assert secret not in text
        assert secret.encode() not in raw


def test_no_sqlite_file_holds_anything_typed(tmp_path: Path, opening: Callable[[str], Store]) -> None:
    store = opening(f"sqlite:///{tmp_path}/store.sqlite3")
    token = store.new_draft(ANSWERS, NOW)
    sentence = store.leave(token, NOW)
    files = [path.read_bytes() for path in tmp_path.glob("store.sqlite3*")]
    assert sentence is not None
    assert len(files) == 3
    for secret in (*SECRETS, token, sentence):
        assert not any(secret.encode() in content for content in files)


def test_the_database_file_is_its_owners_only(tmp_path: Path, opening: Callable[[str], Store]) -> None:
    opening(f"sqlite:///{tmp_path}/store.sqlite3").probe()
    modes = {path.stat().st_mode & 0o777 for path in tmp_path.glob("store.sqlite3*")}
    assert modes == {0o600}


def test_a_purge_leaves_nothing_of_a_draft_in_the_files(
    tmp_path: Path, opening: Callable[[str], Store]
) -> None:
    path = tmp_path / "store.sqlite3"
    url = f"sqlite:///{path}"
    store = opening(url)
    store.new_draft(ANSWERS, NOW)
    sealed = next(_rows(url)).sealed
    assert any(sealed in file.read_bytes() for file in tmp_path.glob("store.sqlite3*"))
    assert store.purge(NOW + timedelta(days=7)).drafts == 1
    assert not any(sealed in file.read_bytes() for file in tmp_path.glob("store.sqlite3*"))


def test_a_purge_leaves_what_is_still_in_its_term(filled: tuple[Store, str, list[str]]) -> None:
    store, token, _ = filled
    purged = store.purge(NOW + timedelta(days=7) - timedelta(seconds=1))
    assert (purged.drafts, purged.submissions) == (0, 0)
    assert store.open_draft(token, NOW) is not None


def _alter(url: str, change: Callable[[Connection], object]) -> None:
    with closing(Database(url)) as database, database.writing() as connection:
        change(connection)


def test_a_sealed_row_that_was_changed_does_not_open(filled: tuple[Store, str, list[str]], url: str) -> None:
    store, token, _ = filled
    flipped = bytes([*next(_rows(url)).sealed[:-1], 0])
    _alter(url, lambda connection: connection.execute(update(drafts).values(sealed=flipped)))
    with pytest.raises(SealBroken):
        store.open_draft(token, NOW)


def test_a_draft_cannot_be_rolled_back_behind_the_patients_back(
    filled: tuple[Store, str, list[str]], url: str
) -> None:
    store, token, _ = filled
    _alter(url, lambda connection: connection.execute(update(drafts).values(version=7)))
    with pytest.raises(SealBroken):
        store.open_draft(token, NOW)


def test_answers_do_not_open_under_another_reference(store: Store, url: str) -> None:
    store.keep_questionnaire(DIGEST, "1", "text", NOW)
    token = store.new_draft({}, NOW)
    store.submit(token, 1, Entry("home", DIGEST, ANSWERS), NOW)
    _alter(url, lambda connection: connection.execute(update(submissions).values(reference="3333-33")))
    with pytest.raises(SealBroken):
        store.submission_of(token, NOW)


def test_another_instances_key_opens_no_submission_and_no_sentence(
    tmp_path: Path, postgres: PostgresServer
) -> None:
    url = postgres.new_database()
    with closing(open_store(url, tmp_path / "one.key")) as one:
        sentence = one.leave(one.new_draft({}, NOW), NOW)
    (tmp_path / "two.key").touch(mode=0o600)
    (tmp_path / "two.key").write_bytes(b"A" * 43 + b"=")
    with closing(open_store(url, tmp_path / "two.key")) as two:
        assert sentence is not None
        assert two.come_back(sentence, NOW) is None
