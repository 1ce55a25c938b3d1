"""The numbers of a quarter: of each patient once, and as they were counted first."""

from __future__ import annotations

from contextlib import closing
from datetime import date, timedelta

from tests.storage.submissions import NOW, believe_and_purge, submit
from webapp.statistics.quarters import Quarter
from webapp.storage import Store
from webapp.storage.counts.form_events import TERM
from webapp.storage.counts.quarters import StoredQuarter
from webapp.storage.database import Database
from webapp.storage.tables import quarter_counts

DAY = timedelta(days=1)
QUARTER = Quarter(2025, 4)


def test_the_newest_submission_of_each_patient_counts_within_the_quarter(store: Store) -> None:
    submit(store, number="C-17", at=NOW - 2 * DAY)
    newer = submit(store, number="C-17", at=NOW - DAY)
    other = submit(store, at=NOW)
    assert store.quarters.references(NOW - 3 * DAY, NOW + DAY, NOW) == (other.reference, newer.reference)
    assert store.quarters.references(NOW - 3 * DAY, NOW, NOW) == (newer.reference,)
    assert store.quarters.first_submission(NOW) == NOW - 2 * DAY


def test_numbers_that_were_counted_stay_for_five_years(store: Store) -> None:
    store.quarters.save(QUARTER, {"people": 10}, {"begun": 20}, NOW)
    store.quarters.save(QUARTER, {"people": 15}, {"begun": 25}, NOW + DAY)
    assert store.quarters.get("2025-Q4") == StoredQuarter({"people": 10}, {"begun": 20}, NOW)
    assert store.quarters.first() == QUARTER
    believe_and_purge(store, NOW + TERM - DAY)
    assert store.quarters.get("2025-Q4")
    believe_and_purge(store, NOW + TERM)
    assert store.quarters.get("2025-Q4") is None
    assert store.quarters.first() is None


def test_exact_counts_of_forms_are_forgotten_once_their_quarter_is_saved(store: Store) -> None:
    quarter = Quarter.of(NOW.date())
    for at in (NOW, NOW + timedelta(days=92)):
        store.drafts.create({}, at)
    store.quarters.save(quarter, {}, {}, NOW)
    assert list(store.form_events.by_day(date.min, date.max)) == [NOW.date() + timedelta(days=92)]


def test_a_quarter_of_an_earlier_version_gets_its_forms_and_keeps_its_patients(
    store: Store, url: str
) -> None:
    with closing(Database(url)) as database, database.writing() as connection:
        old = {"name": "2025-Q4", "counted_at": NOW, "content": '{"people":10}'}
        connection.execute(quarter_counts.insert().values(old))
    assert store.quarters.get("2025-Q4") == StoredQuarter({"people": 10}, None, NOW)
    store.quarters.save(QUARTER, {"people": 15}, {"begun": 20}, NOW + DAY)
    assert store.quarters.get("2025-Q4") == StoredQuarter({"people": 10}, {"begun": 20}, NOW)
