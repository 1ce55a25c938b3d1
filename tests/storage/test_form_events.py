"""Where people stop: each form is counted once at every turn, and nobody is followed."""

from __future__ import annotations

from contextlib import closing
from datetime import date, timedelta

from sqlalchemy import select, update

from tests.storage.submissions import DIGEST, NOW, believe_and_purge, new_submission, rows_of, save_policy
from webapp.clinic.policy import Policy
from webapp.statistics.form_flow import FormCounts
from webapp.storage import CHECK, FINISHED, START, KioskConfig, NewSubmission, Store
from webapp.storage.counts.form_events import AWAY, TERM
from webapp.storage.database import Database
from webapp.storage.tables import drafts, form_events

TODAY = NOW.date()
WEEK = timedelta(days=7)


def sent(store: Store) -> NewSubmission:
    store.questionnaires.save(DIGEST, "0.1", "text", NOW)
    return new_submission()


def counts(store: Store, day: date = TODAY) -> FormCounts:
    return store.form_events.by_day(day, day).get(day, FormCounts())


def test_counts_of_several_days_are_given_by_day(store: Store) -> None:
    for days in (0, 0, 1, 3):
        store.drafts.create({}, NOW + timedelta(days=days))
    found = store.form_events.by_day(TODAY, TODAY + timedelta(days=2))
    assert found == {TODAY: FormCounts(begun=2), TODAY + timedelta(days=1): FormCounts(begun=1)}


def test_a_form_that_is_sent_was_begun_and_finished(store: Store) -> None:
    token = store.drafts.create({}, NOW)
    assert store.drafts.save(token, 1, {}, NOW, stage="fibre")
    assert store.drafts.save(token, 2, {}, NOW, stage=CHECK)
    assert store.submissions.submit(token, 3, sent(store), NOW)
    assert counts(store) == FormCounts(begun=1, finished=1)


def test_answers_that_are_finished_unsent_and_then_sent_count_once(store: Store) -> None:
    token = store.drafts.create({}, NOW)
    assert store.drafts.save(token, 1, {}, NOW, stage=FINISHED)
    assert store.drafts.save(token, 2, {}, NOW, stage="fibre")
    assert store.submissions.submit(token, 3, sent(store), NOW)
    gone = store.drafts.create({}, NOW)
    assert store.drafts.save(gone, 1, {}, NOW, stage=FINISHED)
    store.purge(NOW + WEEK)
    assert counts(store) == FormCounts(begun=2, finished=2)
    assert counts(store, TODAY + WEEK) == FormCounts()


def test_a_form_that_expires_was_left_at_the_section_that_it_had_reached(store: Store) -> None:
    for stage in ("fibre", "fibre", "stress"):
        assert store.drafts.save(store.drafts.create({}, NOW), 1, {}, NOW, stage=stage)
    store.drafts.create({}, NOW)
    store.purge(NOW + WEEK)
    assert counts(store).begun == 4
    assert counts(store, TODAY + WEEK) == FormCounts(left={"fibre": 2, "stress": 1, START: 1})


def test_a_form_that_an_answer_ended_was_not_left(store: Store) -> None:
    ended, left = store.drafts.create({}, NOW), store.drafts.create({}, NOW)
    store.drafts.delete(ended, NOW, is_ended=True)
    store.drafts.delete(left, NOW)
    store.drafts.delete(left, NOW)
    assert counts(store) == FormCounts(begun=2, ended=1, left={START: 1})


def test_a_save_after_hours_is_a_return_and_one_after_minutes_is_not(store: Store) -> None:
    token = store.drafts.create({}, NOW)
    soon, later = NOW + timedelta(minutes=9), NOW + timedelta(minutes=9) + AWAY
    assert store.drafts.save(token, 1, {}, soon, stage="fibre")
    assert store.drafts.save(token, 2, {}, later, stage="stress")
    assert counts(store) == FormCounts(begun=1, returned={"fibre": 1})


def test_a_save_minutes_after_one_that_shortened_the_draft_is_no_return(store: Store) -> None:
    """A draft that an answer ended stays for an hour, in which the answer can be corrected."""
    token, soon = store.drafts.create({}, NOW), NOW + timedelta(minutes=9)
    assert store.drafts.save(token, 1, {}, NOW, NOW + timedelta(hours=1), stage="you")
    assert store.drafts.save(token, 2, {}, soon, stage="you")
    assert counts(store).returned == {}
    assert store.drafts.save(token, 3, {}, soon + AWAY, stage="fibre")
    assert counts(store).returned == {"you": 1}


def test_another_term_makes_nobody_come_back_and_hides_nobody(store: Store) -> None:
    token = store.drafts.create({}, NOW)
    save_policy(store, Policy(draft_days=30))
    assert store.drafts.save(token, 1, {}, NOW + timedelta(minutes=9), stage="fibre")
    assert counts(store).returned == {}
    save_policy(store, Policy(draft_days=1))
    assert store.drafts.save(token, 2, {}, NOW + timedelta(hours=5), stage="fibre")
    assert counts(store).returned == {"fibre": 1}


def test_who_came_back_to_a_draft_of_an_older_version_is_not_known(store: Store, url: str) -> None:
    token = store.drafts.create({}, NOW)
    with closing(Database(url)) as database, database.writing() as connection:
        connection.execute(update(drafts).values(saved_at=None))
    assert store.drafts.save(token, 1, {}, NOW + AWAY, stage="fibre")
    assert counts(store).returned == {}
    assert store.drafts.save(token, 2, {}, NOW + 2 * AWAY, stage="stress")
    assert counts(store).returned == {"fibre": 1}


def test_a_kiosk_session_that_ends_unfinished_was_left(store: Store) -> None:
    kiosk = store.kiosks.create(KioskConfig("Hall", "Hall"), "command", NOW)
    device = store.kiosks.enrol(store.kiosks.issue_code(kiosk, "command", NOW) or "", NOW) or ""
    store.kiosk_sessions.start(kiosk, device, {}, NOW, NOW + timedelta(minutes=1))
    store.kiosk_sessions.end(kiosk, NOW)
    store.kiosk_sessions.start(kiosk, device, {}, NOW, NOW + timedelta(minutes=1))
    store.kiosk_sessions.end_expired(NOW + timedelta(minutes=2))
    assert counts(store) == FormCounts(begun=2, left={START: 2})


def test_a_save_that_loses_against_another_tab_counts_nothing(store: Store) -> None:
    token = store.drafts.create({}, NOW)
    assert store.drafts.save(token, 1, {}, NOW, stage=FINISHED)
    assert not store.drafts.save(token, 1, {}, NOW, stage=FINISHED)
    assert counts(store).finished == 1


def test_what_is_not_to_be_counted_stays_uncounted(store: Store, url: str) -> None:
    token = store.drafts.create({}, NOW, is_counted=False)
    assert store.drafts.save(token, 1, {}, NOW + AWAY, stage="fibre")
    assert [row.stage for row in rows_of(url, drafts)] == [None]
    store.drafts.delete(token, NOW)
    assert rows_of(url, form_events) == []
    assert store.form_events.first_day() is None


def test_counts_are_kept_for_five_years(store: Store) -> None:
    store.drafts.create({}, NOW)
    believe_and_purge(store, NOW + WEEK)
    assert store.form_events.first_day() == TODAY
    believe_and_purge(store, NOW + TERM)
    assert store.form_events.first_day() == TODAY
    believe_and_purge(store, NOW + TERM + timedelta(days=1))
    assert store.form_events.first_day() == TODAY + WEEK


def test_a_row_says_day_event_section_and_number_and_nothing_else(store: Store, url: str) -> None:
    store.drafts.create({}, NOW)
    assert [column.name for column in select(form_events).selected_columns] == [
        "day",
        "event",
        "section",
        "times",
    ]
    assert [tuple(row) for row in rows_of(url, form_events)] == [(TODAY.isoformat(), "begun", START, 1)]
