"""Answers that come in a file, and the clinic that keeps nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from tests.storage.submissions import (
    DIGEST,
    NOW,
    PRACTITIONER,
    audit_actions,
    new_submission,
    reload,
    save_policy,
    submit,
)
from webapp.clinic import Policy
from webapp.storage import DeskQuery, PolicyForbids, ReferenceTaken, Store
from webapp.storage.database import Database
from webapp.storage.tables import submissions

EARLIER = NOW - timedelta(days=90)
NOTHING = Policy(keeps_nothing=True)


def taken_in(store: Store, reference: str = "") -> str:
    store.questionnaires.save(DIGEST, "0.1", 'title = "Gut Factors"', NOW)
    return store.submissions.add_imported(
        new_submission("Ana Lima", tier="2"), EARLIER, reference, PRACTITIONER, NOW
    )


def test_answers_from_a_file_are_a_submission_of_the_day_they_were_given(store: Store) -> None:
    reference = taken_in(store, "7Q4K-XW")
    assert reference == "7Q4K-XW"
    (row,) = store.desk.page(DeskQuery(words="ana"), NOW).rows
    assert (row.reference, row.submitted_at, row.tier) == (reference, EARLIER, "2")
    assert audit_actions(store, reference) == ["took in"]


@pytest.mark.parametrize("reference", ["", "7q4k-xw", "ABCD-EF", "7Q4K-XW-7Q"])
def test_a_code_that_is_none_of_ours_is_replaced(store: Store, reference: str) -> None:
    assert taken_in(store, reference) != reference


def test_a_code_that_is_taken_is_replaced(store: Store) -> None:
    first = submit(store)
    second = taken_in(store, first.reference)
    assert second != first.reference
    assert reload(store, first) == first


def file_taken_in(store: Store) -> str:
    """Take in a file that carries no code."""
    store.questionnaires.save(DIGEST, "0.1", 'title = "Gut Factors"', NOW)
    new = replace(new_submission("Ana Lima"), channel="import")
    return store.submissions.add_imported(new, EARLIER, "", PRACTITIONER, NOW)


def test_a_file_is_known_again_under_another_key_and_of_an_earlier_version(
    store: Store, url: str, opening: Callable[[str], Store]
) -> None:
    reference = file_taken_in(store)
    store.keys.rotate("command", NOW)
    assert store.keys.retire("command", NOW).keys == 1
    with pytest.raises(ReferenceTaken, match=reference):
        file_taken_in(store)
    with closing(Database(url)) as database:
        database.execute(update(submissions).values(index_form=None, content_index=None))
    with pytest.raises(ReferenceTaken, match=reference):
        file_taken_in(opening(url))


def test_a_file_can_be_taken_in_and_deleted_like_any_other(store: Store) -> None:
    reference = taken_in(store)
    assert store.submissions.delete(reference, PRACTITIONER, NOW)
    assert store.submissions.get(reference, NOW) is None


def test_answers_to_a_questionnaire_that_was_not_kept_are_not_taken_in(store: Store) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        store.submissions.add_imported(new_submission(), EARLIER, "", PRACTITIONER, NOW)


def test_where_nothing_is_kept_nothing_comes_in(store: Store) -> None:
    save_policy(store, NOTHING)
    with pytest.raises(PolicyForbids):
        taken_in(store)
    token = store.drafts.create({}, NOW)
    assert store.submissions.submit(token, 1, new_submission(), NOW) is None
    assert store.drafts.open(token, NOW)


def test_what_was_there_before_is_gone_at_once_and_deleted_by_the_next_purge(store: Store) -> None:
    before = submit(store)
    save_policy(store, NOTHING)
    assert store.submissions.get(before.reference, NOW) is None
    assert store.desk.page(DeskQuery(), NOW).rows == ()
    assert store.purge(NOW).submissions == 1


def test_a_finished_draft_ends_when_it_was_told_to_and_leaving_does_not_prolong_it(store: Store) -> None:
    save_policy(store, NOTHING)
    token, hour = store.drafts.create({}, NOW), NOW + timedelta(hours=1)
    assert store.drafts.save(token, 1, {}, NOW, hour)
    assert store.passphrases.issue(token, NOW)
    assert store.drafts.open(token, hour - timedelta(seconds=1))
    assert store.drafts.open(token, hour) is None
