"""A report that was made is there for a short time, for one browser, and goes with what it was made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.storage.submissions import NOW, PRACTITIONER, believe_and_purge, new_submission, rows_of, submit
from webapp.storage import ReportKey, Store
from webapp.storage.patient.report_cache import TERM
from webapp.storage.tables import reports

MARK = ReportKey("report.pdf", "a" * 64)
PDF = b"%PDF-1.7 heliotrope"
INSTANT = timedelta(microseconds=1)


def begun(store: Store) -> str:
    """The token of a draft that has a report."""
    token = store.drafts.create({}, NOW)
    store.reports.save(token, MARK, PDF, NOW)
    assert store.reports.get(token, MARK, NOW) == PDF
    return token


def test_a_report_is_there_for_an_hour(store: Store) -> None:
    token = begun(store)
    assert store.reports.get(token, MARK, NOW + TERM - INSTANT) == PDF
    assert store.reports.get(token, MARK, NOW + TERM) is None


def test_nobody_else_finds_it(store: Store) -> None:
    begun(store)
    assert store.reports.get(begun(store), replace(MARK, name="other.pdf"), NOW) is None
    assert store.reports.get(store.drafts.create({}, NOW), MARK, NOW) is None
    assert store.reports.get("no token", MARK, NOW) is None


def test_a_report_of_something_else_is_none(store: Store) -> None:
    token = begun(store)
    assert store.reports.get(token, replace(MARK, digest="b" * 64), NOW) is None


def test_a_new_one_takes_the_place_of_an_old_one(store: Store, url: str) -> None:
    token, newer = begun(store), replace(MARK, digest="b" * 64)
    store.reports.save(token, newer, b"newer", NOW)
    assert store.reports.get(token, newer, NOW) == b"newer"
    assert len(rows_of(url, reports)) == 1


def test_what_is_in_the_database_says_nothing_of_it(store: Store, url: str) -> None:
    begun(store)
    (row,) = rows_of(url, reports)
    assert (row.name, b"heliotrope" in row.sealed) == ("report.pdf", False)


def test_a_draft_that_ends_takes_its_reports_along(store: Store, url: str) -> None:
    store.drafts.delete(begun(store), NOW)
    assert rows_of(url, reports) == []


def test_a_deleted_submission_takes_its_reports_along(store: Store, url: str) -> None:
    submit(store)
    token = begun(store)
    submission = store.submissions.submit(token, 1, new_submission(), NOW)
    assert submission
    assert store.reports.get(token, MARK, NOW) == PDF
    assert store.submissions.delete(submission.reference, PRACTITIONER, NOW)
    assert rows_of(url, reports) == []


@pytest.mark.parametrize("token", ["gone", "no token"])
def test_nothing_is_kept_for_what_is_gone_meanwhile(store: Store, url: str, token: str) -> None:
    if token == "gone":
        token = store.drafts.create({}, NOW)
        store.drafts.delete(token, NOW)
    store.reports.save(token, MARK, PDF, NOW)
    assert rows_of(url, reports) == []


def test_old_reports_go_when_a_new_one_comes(store: Store, url: str) -> None:
    begun(store)
    later = store.drafts.create({}, NOW)
    store.reports.save(later, MARK, PDF, NOW + TERM)
    assert len(rows_of(url, reports)) == 1


def test_a_purge_deletes_what_is_old_or_belongs_to_nobody(store: Store, url: str) -> None:
    begun(store)
    store.purge(NOW)
    assert len(rows_of(url, reports)) == 1
    believe_and_purge(store, NOW + timedelta(days=365))
    assert rows_of(url, reports) == []
