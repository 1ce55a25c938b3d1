"""Pictures of forms on paper: kept where the policy says so, sealed, and gone with their answers."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text, update

from tests.storage.accounts import in_transaction
from tests.storage.schemas import differences
from tests.storage.submissions import (
    DIGEST,
    NOW,
    PRACTITIONER,
    audit_actions,
    believe_and_purge,
    is_on_disk,
    new_submission,
    rows_of,
    save_policy,
    submit,
)
from webapp.clinic import Policy
from webapp.storage import DeskQuery, NewSubmission, SealBroken, Store, open_store
from webapp.storage.database import Database
from webapp.storage.tables import paper_pages, submissions

HEADER = b"\xff\xd8\xff\xe0\x00\x10JFIF"
PICTURES = {1: HEADER + b"first", 3: HEADER + b"third"}
DAY = timedelta(days=1)
TERM = timedelta(days=365)
LOOKED = "looked at the paper"


def take_in(store: Store, reference: str = "7Q4K-XW") -> str:
    """Take a form in, as the desk does from pictures."""
    store.questionnaires.save(DIGEST, "0.1", 'title = "Gut Factors"', NOW)
    new = NewSubmission("paper", DIGEST, new_submission().answers, pictures=PICTURES)
    return store.submissions.add_imported(new, NOW, reference, PRACTITIONER, NOW)


def take_in_with_pictures(store: Store, url: str) -> str:
    """Take a form in whose pictures are kept."""
    save_policy(store, Policy(keeps_pictures=True))
    reference = take_in(store)
    assert len(rows_of(url, paper_pages)) == 2
    return reference


def test_without_the_policy_nothing_of_a_picture_is_kept(store: Store, url: str) -> None:
    reference = take_in(store)
    assert rows_of(url, paper_pages) == []
    assert store.paper_pages.view(reference, PRACTITIONER, NOW) == ()
    assert store.paper_pages.picture(reference, 1, PRACTITIONER, NOW) is None
    assert audit_actions(store, reference) == ["took in"]


def test_pictures_come_back_as_they_were_and_looking_is_logged_once(store: Store, url: str) -> None:
    reference = take_in_with_pictures(store, url)
    assert store.paper_pages.list(reference, NOW) == (1, 3)
    assert audit_actions(store, reference) == ["took in"]
    assert store.paper_pages.view(reference, PRACTITIONER, NOW) == (1, 3)
    soon = NOW + timedelta(seconds=5)
    found = {page: store.paper_pages.picture(reference, page, PRACTITIONER, soon) for page in (1, 2, 3)}
    assert found == {**PICTURES, 2: None}
    assert audit_actions(store, reference) == ["took in", LOOKED]


def test_a_picture_that_is_fetched_without_its_page_is_logged(store: Store, url: str) -> None:
    reference = take_in_with_pictures(store, url)
    store.submissions.view(reference, "practitioner 2", NOW)
    for person, now in ((PRACTITIONER, NOW), ("practitioner 2", NOW), (PRACTITIONER, NOW + DAY)):
        assert store.paper_pages.picture(reference, 3, person, now) == PICTURES[3]
    assert audit_actions(store, reference) == ["took in", "opened", LOOKED, LOOKED, LOOKED]


def test_looking_at_the_paper_hides_no_later_opening(store: Store, url: str) -> None:
    reference, later = take_in_with_pictures(store, url), NOW + timedelta(minutes=1)
    store.paper_pages.view(reference, PRACTITIONER, later)
    store.submissions.view(reference, PRACTITIONER, later)
    assert audit_actions(store, reference) == ["took in", LOOKED, "opened"]


def test_the_rows_hold_no_picture(store: Store, url: str) -> None:
    take_in_with_pictures(store, url)
    for row in rows_of(url, paper_pages):
        assert HEADER[:3] not in row.sealed
        assert b"JFIF" not in row.sealed


def test_a_picture_opens_in_no_other_place(store: Store, url: str) -> None:
    one, other = take_in_with_pictures(store, url), take_in(store, "2222-22")
    found = {row.reference: row.draft_id for row in rows_of(url, submissions)}
    sealed = {(row.draft_id, row.page): row.sealed for row in rows_of(url, paper_pages)}
    for reference, page in ((one, 3), (other, 1)):
        this = update(paper_pages).where(
            paper_pages.c.draft_id == found[reference], paper_pages.c.page == page
        )
        moved = this.values(sealed=sealed[found[one], 1])
        in_transaction(url, lambda it, moved=moved: it.execute(moved))  # type: ignore[misc]
        with pytest.raises(SealBroken, match="paper_pages"):
            store.paper_pages.picture(reference, page, PRACTITIONER, NOW)


def test_pictures_go_with_their_answers(store: Store, url: str) -> None:
    one, other = take_in_with_pictures(store, url), take_in(store, "2222-22")
    assert store.submissions.delete(one, PRACTITIONER, NOW)
    assert len(rows_of(url, paper_pages)) == 2
    assert store.paper_pages.list(other, NOW) == (1, 3)
    assert store.bulk.delete_matching(DeskQuery(), PRACTITIONER, NOW) == 1
    assert rows_of(url, paper_pages) == []


def test_pictures_end_with_their_term(store: Store, url: str) -> None:
    reference, end = take_in_with_pictures(store, url), NOW + TERM
    assert store.paper_pages.list(reference, end - timedelta(seconds=1)) == (1, 3)
    assert store.paper_pages.list(reference, end) == ()
    assert store.paper_pages.picture(reference, 1, PRACTITIONER, end) is None
    assert believe_and_purge(store, end).submissions == 1
    assert rows_of(url, paper_pages) == []


def test_turned_off_pictures_open_no_more_and_the_purge_deletes_them(store: Store, url: str) -> None:
    reference = take_in_with_pictures(store, url)
    sealed = rows_of(url, paper_pages)[0].sealed
    assert store.purge(NOW + DAY).pictures == 0
    save_policy(store, Policy())
    assert store.paper_pages.list(reference, NOW) == ()
    assert store.paper_pages.view(reference, PRACTITIONER, NOW) == ()
    assert store.paper_pages.picture(reference, 1, PRACTITIONER, NOW) is None
    assert store.purge(NOW + DAY).pictures == 2
    assert rows_of(url, paper_pages) == []
    assert store.submissions.get(reference, NOW) is not None
    if url.startswith("sqlite"):
        assert not is_on_disk(Path(url.removeprefix("sqlite:///")).parent, sealed)


def test_turned_off_pictures_go_even_while_the_clock_is_in_doubt(store: Store, url: str) -> None:
    take_in_with_pictures(store, url)
    store.heartbeat(NOW)
    save_policy(store, Policy())
    result = store.purge(NOW + timedelta(days=4000))
    assert result.doubt
    assert (result.pictures, rows_of(url, paper_pages)) == (2, [])


def test_a_clinic_that_keeps_nothing_keeps_no_picture(store: Store, url: str) -> None:
    take_in_with_pictures(store, url)
    save_policy(store, Policy(keeps_pictures=True, keeps_nothing=True))
    store.purge(NOW)
    assert rows_of(url, paper_pages) == []


BEFORE = (
    "DROP TABLE paper_pages",
    "ALTER TABLE quarter_counts DROP COLUMN forms",
    "ALTER TABLE submissions DROP COLUMN proven_patient",
    "ALTER TABLE drafts DROP COLUMN saved_at",
    "DROP INDEX ix_submissions_content_index",
    "ALTER TABLE submissions DROP COLUMN content_index",
    "UPDATE alembic_version SET version_num = '0016'",
)
"""What takes a database back to the version before pictures."""


def test_a_filled_database_of_before_gets_the_table_and_keeps_its_answers(url: str, tmp_path: Path) -> None:
    key_file = tmp_path / "secret.key"
    with closing(open_store(url, key_file)) as before:
        save_policy(before, Policy(keeps_pictures=True))
        sent = submit(before)
    with closing(Database(url)) as database:
        for statement in BEFORE:
            database.execute(text(statement))
    with closing(open_store(url, key_file)) as store:
        assert differences(url) == []
        assert store.submissions.get(sent.reference, NOW) == sent
        assert store.paper_pages.list(sent.reference, NOW) == ()
        reference = take_in(store)
        assert store.paper_pages.picture(reference, 3, PRACTITIONER, NOW) == PICTURES[3]
        assert store.submissions.delete(reference, PRACTITIONER, NOW)
        assert rows_of(url, paper_pages) == []
