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
from tests.storage.test_encryption_at_rest import DIGEST as SENT_DIGEST
from tests.storage.test_encryption_at_rest import fill
from webapp.clinic import Policy
from webapp.statistics.quarters import Quarter
from webapp.storage import NewSubmission, PrintTask, PurgeResult, ReportKey, Store
from webapp.storage.tables import (
    audit_ends,
    metadata,
    name_parts,
    one_time_links,
    signins,
    submissions,
    tries,
)

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
    store.one_time_links.create("password", person.id, NOW)
    store.login_attempts.record_failure("maria", "", NOW)
    store.purge(NOW + timedelta(hours=1))
    assert [len(rows_of(url, table)) for table in (signins, one_time_links, tries)] == [1, 1, 1]
    store.purge(NOW + 4 * DAY)
    assert [len(rows_of(url, table)) for table in (signins, one_time_links, tries)] == [0, 0, 0]


PERMANENT = {
    *("practitioners", "passkeys", "kiosks", "api_tokens", "questionnaires", "clinic_settings"),
    *("marks", "audit", "audit_ends", "form_events"),  # the purge itself writes into these
}
"""What has no end: accounts, devices, settings, and what the instance knows of itself."""

YEARS = 5 * 366 * DAY
"""Longer than anything with an end is kept: the numbers of a quarter, five years."""


def fill_all(store: Store) -> None:
    """Write something into every table but `probes`, which are gone as soon as they are written."""
    fill(store)
    token = store.drafts.create({}, NOW)
    sent = NewSubmission("home", SENT_DIGEST, {}, is_announced=True)
    submission = store.submissions.submit(token, 1, sent, NOW)
    assert submission
    store.print_jobs.create("report", [PrintTask({}, 1, (submission.reference,))], PRACTITIONER, NOW)
    store.reports.save(token, ReportKey("report.pdf", "d" * 64), b"%PDF", NOW)
    store.trusted_browsers.trust(store.practitioners.list()[0].id, NOW)
    store.quarters.save(Quarter(2025, 4), {}, {}, NOW)
    store.heartbeat(NOW)


def filled(url: str) -> set[str]:
    return {table.name for table in metadata.sorted_tables if rows_of(url, table)}


def test_everything_that_has_an_end_is_purged(store: Store, url: str) -> None:
    fill_all(store)
    assert filled(url) == set(metadata.tables) - {"probes"}
    believe_and_purge(store, NOW + YEARS)
    assert filled(url) == PERMANENT


def test_what_was_written_by_a_clock_that_was_ahead_is_purged_as_if_it_were_written_now(
    store: Store, url: str
) -> None:
    fill_all(store)
    right = NOW - 3 * 365 * DAY
    believe_and_purge(store, right)
    assert not filled(url) & {
        "invitations",
        "challenges",
        "signins",
        "remembered",
        "tries",
        "pickups",
        "prints",
    }
    believe_and_purge(store, right + 400 * DAY)
    assert filled(url) == PERMANENT | {"quarter_counts"}
    believe_and_purge(store, right + YEARS)
    assert filled(url) == PERMANENT


def test_a_browser_that_was_trusted_by_a_clock_ahead_is_not_trusted_when_that_day_comes(store: Store) -> None:
    person, wrong = add_practitioner(store, "maria"), NOW + 90 * DAY
    token = store.trusted_browsers.trust(person.id, wrong)
    believe_and_purge(store, NOW)
    assert not store.trusted_browsers.is_trusted(person.id, token, wrong)


def test_a_browser_is_trusted_for_its_term_whatever_is_purged_meanwhile(store: Store) -> None:
    person = add_practitioner(store, "maria")
    token = store.trusted_browsers.trust(person.id, NOW)
    store.purge(NOW + DAY - INSTANT)
    assert store.trusted_browsers.is_trusted(person.id, token, NOW + DAY - INSTANT)


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
