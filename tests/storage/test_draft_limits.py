"""What strangers begin leaves room for those who are here."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from tests.storage.submissions import NOW
from webapp.clinic import Policy
from webapp.storage import DraftLimitReached, Store
from webapp.storage.database import Database
from webapp.storage.patient.draft_limits import DraftLimiter, DraftLimits
from webapp.storage.patient.drafts import Drafts


def drafts_on(database: Database, limiter: DraftLimiter) -> Drafts:
    return Drafts(database, lambda _now: Policy(), bytes, limiter=limiter)


def test_no_more_forms_are_begun_in_a_minute_than_may_be(store: Store) -> None:
    limiter = DraftLimiter(store._database, DraftLimits(a_minute=3))
    for second in (0, 1, 2):
        limiter.check_rate(NOW + timedelta(seconds=second))
    with pytest.raises(DraftLimitReached, match="more than 3 forms were begun within a minute"):
        limiter.check_rate(NOW + timedelta(seconds=59))
    limiter.check_rate(NOW + timedelta(seconds=60))
    with pytest.raises(DraftLimitReached):
        limiter.check_rate(NOW + timedelta(seconds=60))


def test_a_clock_that_is_put_back_keeps_nobody_out(store: Store) -> None:
    limiter = DraftLimiter(store._database, DraftLimits(a_minute=1))
    limiter.check_rate(NOW + timedelta(days=400))
    limiter.check_rate(NOW)


def test_no_more_forms_are_begun_than_may_live_at_a_time_and_the_rest_go_on(store: Store) -> None:
    token = store.drafts.create({}, NOW)
    store.drafts.create({}, NOW)
    drafts = drafts_on(store._database, DraftLimiter(store._database, DraftLimits(most=2)))
    with pytest.raises(DraftLimitReached, match="2 forms are begun and not finished"):
        drafts.create({}, NOW)
    assert store.drafts.save(token, 1, {"age": 41}, NOW)
    store.drafts.delete(token, NOW)
    drafts.create({}, NOW)


def test_no_form_is_begun_on_a_disk_that_is_nearly_full(tmp_path: Path) -> None:
    total = shutil.disk_usage(tmp_path).total
    with closing(Database(f"sqlite:///{tmp_path}/x.sqlite3")) as database:
        DraftLimiter(database, DraftLimits(reserve_bytes=0)).check_disk()
        DraftLimiter(database, DraftLimits(reserve_bytes=total, reserve_share=10**9)).check_disk()
        full = DraftLimiter(database, DraftLimits(reserve_bytes=total, reserve_share=1))
        with pytest.raises(DraftLimitReached, match="the disk is nearly full: "):
            full.check_disk()
        with pytest.raises(DraftLimitReached):
            drafts_on(database, full).create_for("A" * 43, {}, NOW)


def test_a_server_takes_so_many_a_minute_and_then_says_why(store: Store) -> None:
    for _ in range(DraftLimits().a_minute):
        store.drafts._limiter.check_rate(NOW)
    with pytest.raises(DraftLimitReached):
        store.drafts.create({}, NOW)
