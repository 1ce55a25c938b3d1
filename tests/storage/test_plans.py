"""Plans are sealed beside the answers, go with them, and are in the audit log without a word of theirs."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from tests.storage.accounts import in_transaction
from tests.storage.submissions import NOW, PRACTITIONER, audit_actions, reload, rows_of, submit
from webapp.plan import AgreedChange, Plan
from webapp.storage import SealBroken, Store
from webapp.storage.tables import submissions

PLAN = Plan(agreed=(AgreedChange("oats", "each day", ("wholegrain_per_day",)),), by="Maria", agreed_at=NOW)


def test_the_newest_plan_counts_and_earlier_ones_are_kept(store: Store) -> None:
    submission = submit(store)
    assert (submission.plan, submission.plans) == (None, ())
    other = Plan(other_tests="ferritin", by="Maria", agreed_at=NOW)
    for version in range(1, 26):
        assert store.plans.save(
            submission.reference, version, PLAN if version % 2 else other, PRACTITIONER, NOW
        )
    found = reload(store, submission)
    assert found.plan == PLAN
    assert len(found.plans) == 20
    assert found.plans[1] == other


def test_an_empty_plan_takes_the_last_one_back(store: Store) -> None:
    submission = submit(store)
    store.plans.save(submission.reference, 1, PLAN, PRACTITIONER, NOW)
    assert store.plans.save(submission.reference, 2, Plan(by="Maria", agreed_at=NOW), PRACTITIONER, NOW)
    found = reload(store, submission)
    assert found.plan is None
    assert found.plans[1] == PLAN
    assert audit_actions(store, submission.reference) == ["sent", "agreed a plan", "took back a plan"]


def test_a_plan_over_a_change_that_was_not_seen_changes_nothing(store: Store) -> None:
    submission = submit(store)
    assert store.plans.save(submission.reference, 1, PLAN, PRACTITIONER, NOW)
    assert not store.plans.save(submission.reference, 1, Plan(other_tests="x"), "practitioner 2", NOW)
    assert not store.plans.save("2222-22", 1, PLAN, PRACTITIONER, NOW)
    assert reload(store, submission).plan == PLAN
    assert audit_actions(store, submission.reference) == ["sent", "agreed a plan"]


def test_the_audit_log_has_no_word_of_a_plan(store: Store) -> None:
    submission = submit(store)
    store.plans.save(submission.reference, 1, PLAN, PRACTITIONER, NOW)
    assert store.audit.list()[0].details == {}


def test_a_plan_does_not_open_beside_other_answers(store: Store, url: str) -> None:
    one, other = submit(store), submit(store)
    store.plans.save(one.reference, 1, PLAN, PRACTITIONER, NOW)
    sealed = next(row.sealed_plan for row in rows_of(url, submissions) if row.reference == one.reference)
    moved = update(submissions).where(submissions.c.reference == other.reference)
    in_transaction(url, lambda it: it.execute(moved.values(sealed_plan=sealed)))
    with pytest.raises(SealBroken, match="plan"):
        store.submissions.get(other.reference, NOW)
