"""What has outlived its term is deleted, recorded, and really gone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from sqlalchemy import update

from tests.storage.accounts import add_practitioner, in_transaction
from tests.storage.submissions import (
    NOW,
    PRACTITIONER,
    believe_and_purge,
    is_on_disk,
    rows_of,
    save_policy,
    submit,
)
from webapp.clinic import Policy
from webapp.storage import PurgeResult, Store
from webapp.storage.tables import audit_ends, invitations, name_parts, signins, submissions, tries

DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)


def test_each_thing_is_purged_at_its_term_and_not_before(store: Store) -> None:
    save_policy(store, Policy(submission_days=30, draft_days=10, audit_days=60))
    submit(store)
    store.drafts.create({}, NOW)
    assert store.purge(NOW + 10 * DAY - INSTANT) == PurgeResult()
    assert store.purge(NOW + 10 * DAY) == PurgeResult(drafts=1)
    assert store.purge(NOW + 30 * DAY - INSTANT) == PurgeResult()
    assert store.purge(NOW + 30 * DAY) == PurgeResult(submissions=1)
    assert store.purge(NOW + 60 * DAY) == PurgeResult()
    assert store.purge(NOW + 60 * DAY + INSTANT) == PurgeResult(audit=2)
    assert store.audit.verify().is_whole


def test_a_purge_says_in_the_audit_what_it_deleted_and_nothing_when_nothing(store: Store) -> None:
    submit(store)
    believe_and_purge(store, NOW + 365 * DAY, "command")
    told, believed, *_ = store.audit.list(None, 10)
    assert (believed.actor, believed.action) == ("command", "believed the clock")
    assert (told.actor, told.action, told.details) == ("command", "purged", {"submissions": 1})
    store.purge(NOW + 365 * DAY)
    assert store.audit.list(None, 1)[0] == told


def test_until_printed_a_submission_goes_the_day_after(store: Store) -> None:
    save_policy(store, Policy(until_printed=True, submission_days=30))
    printed, kept = submit(store), submit(store)
    store.submissions.record_printed([printed.reference], PRACTITIONER, NOW, "report")
    assert store.purge(NOW + DAY - INSTANT) == PurgeResult()
    assert store.purge(NOW + DAY) == PurgeResult(submissions=1)
    assert store.submissions.get(kept.reference, NOW + DAY) == kept
    assert believe_and_purge(store, NOW + 30 * DAY) == PurgeResult(submissions=1)


def test_printed_submissions_stay_where_the_policy_lets_them(store: Store) -> None:
    submission = submit(store)
    store.submissions.record_printed([submission.reference], PRACTITIONER, NOW, "report")
    assert store.purge(NOW + 2 * DAY) == PurgeResult()


def test_the_digests_of_a_name_go_with_its_submission(store: Store, url: str) -> None:
    submit(store, "Ana Lima")
    assert len(rows_of(url, name_parts)) == 2
    believe_and_purge(store, NOW + 365 * DAY)
    assert rows_of(url, submissions) == rows_of(url, name_parts) == []


def test_old_sign_ins_links_and_tries_are_swept_away(store: Store, url: str) -> None:
    person = add_practitioner(store, "maria")
    store.sign_ins.create(person.id, "full", NOW)
    store.invitations.create("password", person.id, NOW)
    store.login_attempts.record_failure("maria", "", NOW)
    store.purge(NOW + timedelta(hours=1))
    assert [len(rows_of(url, table)) for table in (signins, invitations, tries)] == [1, 1, 1]
    store.purge(NOW + 4 * DAY)
    assert [len(rows_of(url, table)) for table in (signins, invitations, tries)] == [0, 0, 0]


def test_a_broken_audit_stays_as_it_is_and_all_else_ends_nevertheless(store: Store, url: str) -> None:
    submit(store)
    in_transaction(
        url, lambda it: it.execute(update(audit_ends).where(audit_ends.c.name == "first").values(sealed=b""))
    )
    assert believe_and_purge(store, NOW + 800 * DAY) == PurgeResult(submissions=1)
    assert not store.audit.verify().is_whole


def test_a_purge_leaves_nothing_of_a_submission_in_the_files(
    tmp_path: Path, opening: Callable[[str], Store]
) -> None:
    url = f"sqlite:///{tmp_path}/store.sqlite3"
    store = opening(url)
    submit(store, "Ana Lima")
    (row,) = rows_of(url, submissions)
    assert is_on_disk(tmp_path, row.sealed)
    believe_and_purge(store, NOW + 365 * DAY)
    assert not is_on_disk(tmp_path, row.sealed)
    assert not is_on_disk(tmp_path, row.sealed_card)
