"""A clock is believed as far as what was written down leads, and nothing is deleted by one that is not."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, update

from tests.storage.accounts import add_practitioner, in_transaction
from tests.storage.submissions import NOW, PRACTITIONER, believe_and_purge, rows_of, save_policy, submit
from webapp.clinic import Policy
from webapp.storage import PurgeResult, Store
from webapp.storage.tables import audit, drafts, kiosks, marks, one_time_links, signins, sittings, submissions

DAY = timedelta(days=1)
YEARS = timedelta(days=5 * 365)


def left(store: Store, now: datetime) -> tuple[int, int]:
    """What a purge at this time says that it deleted: drafts and submissions."""
    gone = store.purge(now)
    return gone.drafts, gone.submissions


def furnished(store: Store) -> str:
    """Three submissions and a draft, seen by a server; give the draft's token."""
    for name in ("Ana", "Bo", "Cy"):
        submit(store, name)
    store.heartbeat(NOW)
    return store.drafts.create({"age": 41}, NOW)


@pytest.mark.parametrize("ahead", [timedelta(days=31), timedelta(days=400), YEARS])
def test_a_clock_that_is_far_ahead_deletes_nothing_and_all_is_there_when_it_is_mended(
    store: Store, ahead: timedelta
) -> None:
    token = furnished(store)
    said = store.purge(NOW + ahead)
    assert (said.drafts, said.submissions, said.audit) == (0, 0, 0)
    assert said.doubt is not None
    assert (said.doubt.clock_time, said.doubt.newest_known) == (NOW + ahead, NOW)
    assert store.purge(NOW + timedelta(hours=1)) == PurgeResult()
    assert store.drafts.open(token, NOW + timedelta(hours=1))
    assert len(store.audit.list(None, 100)) == 3


def test_what_is_sent_while_the_clock_is_ahead_makes_nobody_believe_it(store: Store) -> None:
    furnished(store)
    wrong = NOW + YEARS
    for day in range(40):
        store.heartbeat(wrong + day * DAY)
        submit(store, at=wrong + day * DAY)
        assert left(store, wrong + day * DAY) == (0, 0)
    assert store.clock_status(NOW + DAY).doubt is None
    assert len(store.audit.list(None, 100)) == 43


def test_a_person_who_says_that_the_clock_is_right_is_believed_from_then_on(store: Store) -> None:
    furnished(store)
    later = NOW + 400 * DAY
    assert believe_and_purge(store, later, PRACTITIONER) == PurgeResult(drafts=1, submissions=3)
    told, believed, *_ = store.audit.list(None, 10)
    assert [(each.actor, each.action) for each in (told, believed)] == [
        (PRACTITIONER, "purged"),
        (PRACTITIONER, "believed the clock"),
    ]
    submit(store, at=later)
    assert store.purge(later + DAY) == PurgeResult()
    assert store.clock_status(later + DAY).doubt is None


@pytest.mark.parametrize("days", [3, 14, 30])
def test_a_clinic_that_was_closed_goes_on_by_itself(store: Store, days: int) -> None:
    furnished(store)
    assert store.purge(NOW + days * DAY).doubt is None
    assert store.clock_status(NOW + days * DAY).purged_at == NOW + days * DAY


def test_a_clinic_that_was_closed_for_six_weeks_while_the_server_ran_goes_on_by_itself(store: Store) -> None:
    furnished(store)
    deleted = [store.purge_daily(NOW + hours * timedelta(hours=6)) for hours in range(1, 43 * 4)]
    assert sum(each.drafts for each in deleted if each) == 1
    assert not any(each.doubt for each in deleted if each)


def test_after_a_silence_nothing_is_deleted_where_every_submission_would_go_at_once(store: Store) -> None:
    save_policy(store, Policy(submission_days=14))
    furnished(store)
    later = NOW + 20 * DAY
    submit(store, at=later)  # who comes now makes the others no more likely to be past their term
    store.heartbeat(later)
    assert store.purge(later + DAY).doubt
    assert believe_and_purge(store, later + DAY).submissions == 3


def test_short_terms_end_daily_without_a_question(store: Store) -> None:
    save_policy(store, Policy(submission_days=1))
    for day in range(10):
        submit(store, at=NOW + day * DAY)
        assert store.purge(NOW + (day + 1) * DAY) == PurgeResult(submissions=1)


def test_where_nothing_is_kept_submissions_go_whatever_the_clock_says(store: Store, url: str) -> None:
    furnished(store)
    save_policy(store, Policy(keeps_nothing=True))
    gone = store.purge(NOW + YEARS)
    assert (gone.drafts, gone.submissions) == (0, 3)
    assert len(rows_of(url, drafts)) == 1


def test_a_clock_behind_deletes_nothing_and_is_told(store: Store) -> None:
    furnished(store)
    for days, is_far in ((2, False), (40, True), (9000, True)):
        doubt = store.purge(NOW - days * DAY).doubt
        assert doubt is not None
        assert (doubt.is_behind, doubt.is_far_behind) == (True, is_far)
    assert "it was 2026-03-01 12:30 UTC already" in str(doubt)
    assert store.purge(NOW - timedelta(hours=14)).doubt is None  # a zone that was set wrong
    assert store.clock_status(NOW).doubt is None


def test_a_database_of_an_earlier_version_is_known_by_its_newest_entry(store: Store, url: str) -> None:
    furnished(store)
    in_transaction(url, lambda it: it.execute(delete(marks)))
    assert store.purge(NOW + 400 * DAY).doubt
    assert store.purge(NOW + DAY) == PurgeResult()


def test_a_purge_is_due_after_a_day_and_where_the_last_one_lies_ahead(store: Store) -> None:
    furnished(store)
    assert store.purge_daily(NOW) == PurgeResult()
    assert store.purge_daily(NOW + DAY - timedelta(seconds=1)) is None
    assert store.purge_daily(NOW + DAY) == PurgeResult()
    assert store.purge_daily(NOW + timedelta(hours=23)) == PurgeResult()


def test_times_to_come_end_a_whole_term_from_now(store: Store, url: str) -> None:
    """A clock that was two years ahead for a while must not make anything live for two years more."""
    save_policy(store, Policy(until_printed=True))
    wrong, person = NOW + 730 * DAY, add_practitioner(store, "maria")
    submission = submit(store, at=wrong)
    store.submissions.record_printed([submission.reference], PRACTITIONER, wrong, "report")
    token = store.drafts.create({}, wrong)
    store.sign_ins.create(person.id, "full", wrong)
    store.one_time_links.create("password", person.id, wrong)
    store.login_attempts.record_failure("maria", "", wrong)
    assert believe_and_purge(store, NOW).redated == 1
    (row,) = rows_of(url, submissions)
    assert row.submitted_at == row.printed_at == NOW
    draft = store.drafts.open(token, NOW)
    assert draft is not None
    assert draft.expires_at == NOW + 7 * DAY
    assert rows_of(url, signins) == rows_of(url, one_time_links) == []
    assert store.login_attempts.seconds_until_allowed("maria", "", NOW) == 0
    assert store.purge(NOW + DAY) == PurgeResult(submissions=1)


def test_kiosks_of_a_time_to_come_end_as_well(store: Store, url: str) -> None:
    save_policy(store, Policy())
    in_transaction(url, lambda it: it.execute(kiosks.insert().values(
        id=1, code_index="x", code_until=NOW + YEARS, sealed=b"", is_locked=False, version=1)))  # fmt: skip
    in_transaction(url, lambda it: it.execute(sittings.insert().values(
        kiosk_id=1, draft_id="d", ends_at=NOW + YEARS, is_done=False)))  # fmt: skip
    believe_and_purge(store, NOW)
    assert rows_of(url, kiosks)[0].code_until == NOW + timedelta(minutes=15)
    assert rows_of(url, sittings)[0].ends_at == NOW + timedelta(hours=12)


def test_entries_of_a_time_to_come_keep_no_others(store: Store) -> None:
    save_policy(store, Policy(audit_days=30))
    store.audit.record(PRACTITIONER, "opened", "submission 1", NOW + YEARS)
    store.audit.record(PRACTITIONER, "opened", "submission 2", NOW)
    assert store.purge(NOW + 20 * DAY).audit == 0
    assert store.purge(NOW + 31 * DAY).audit == 3
    assert store.audit.verify().is_whole


def test_a_mark_that_somebody_wrote_far_ahead_is_moved_back_by_a_person_only(store: Store, url: str) -> None:
    furnished(store)
    in_transaction(url, lambda it: it.execute(update(marks).values(at=NOW + YEARS)))
    store.heartbeat(NOW)
    assert store.clock_status(NOW).doubt
    believe_and_purge(store, NOW)
    assert store.clock_status(NOW).doubt is None
    assert len(rows_of(url, audit)) == 4


def test_what_is_sent_or_saved_by_a_clock_that_is_behind_lives_for_its_whole_term(store: Store) -> None:
    save_policy(store, Policy(submission_days=14))
    furnished(store)
    behind = NOW - 20 * DAY
    assert store.heartbeat(behind)
    token = store.drafts.create({}, behind)
    assert submit(store, at=behind).submitted_at == NOW
    later = NOW + timedelta(hours=1)  # the clock is set
    assert store.heartbeat(later) is None
    assert store.purge(later) == PurgeResult()
    draft = store.drafts.open(token, later)
    assert draft is not None
    assert draft.expires_at == NOW + 7 * DAY
    assert submit(store, at=later).submitted_at == later


def test_a_person_who_says_that_a_clock_behind_is_right_is_believed(store: Store) -> None:
    furnished(store)
    behind = NOW - 20 * DAY
    store.heartbeat(behind)
    assert believe_and_purge(store, behind).redated == 3
    assert submit(store, at=behind).submitted_at == behind
    assert store.purge(behind + DAY) == PurgeResult()
