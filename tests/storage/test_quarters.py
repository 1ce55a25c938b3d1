"""The numbers of a quarter: of each patient once, and as they were counted first."""

from __future__ import annotations

from datetime import timedelta

from tests.storage.submissions import NOW, believe_and_purge, submit
from webapp.storage import Store
from webapp.storage.counts.form_events import TERM

DAY = timedelta(days=1)


def test_the_newest_submission_of_each_patient_counts_within_the_quarter(store: Store) -> None:
    submit(store, number="C-17", at=NOW - 2 * DAY)
    newer = submit(store, number="C-17", at=NOW - DAY)
    other = submit(store, at=NOW)
    assert store.quarters.references(NOW - 3 * DAY, NOW + DAY, NOW) == (other.reference, newer.reference)
    assert store.quarters.references(NOW - 3 * DAY, NOW, NOW) == (newer.reference,)
    assert store.quarters.first_submission(NOW) == NOW - 2 * DAY


def test_numbers_that_were_counted_stay_for_five_years(store: Store) -> None:
    store.quarters.save("2025-Q4", {"people": 10}, NOW)
    store.quarters.save("2025-Q4", {"people": 15}, NOW + DAY)
    assert store.quarters.get("2025-Q4") == ({"people": 10}, NOW)
    believe_and_purge(store, NOW + TERM - DAY)
    assert store.quarters.get("2025-Q4")
    believe_and_purge(store, NOW + TERM)
    assert store.quarters.get("2025-Q4") is None
