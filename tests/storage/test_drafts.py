"""A draft is kept between requests, for the one who holds its token."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from webapp.storage import Store

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
WEEK = timedelta(days=7)


def test_a_draft_comes_back_as_it_was_saved(store: Store) -> None:
    token = store.drafts.create({"age": 41, "note": "naïve 🙂 \x00 \ud800"}, NOW)
    draft = store.drafts.open(token, NOW)
    assert draft is not None
    assert draft.content == {"age": 41, "note": "naïve 🙂 \x00 \ud800"}
    assert draft.version == 1
    assert draft.expires_at == NOW + WEEK


def test_a_save_makes_the_next_version_and_a_new_term(store: Store) -> None:
    token = store.drafts.create({}, NOW)
    later = NOW + timedelta(days=6)
    assert store.drafts.save(token, 1, {"age": 41}, later) == later + WEEK
    draft = store.drafts.open(token, NOW + timedelta(days=12))
    assert draft is not None
    assert (draft.version, draft.content, draft.expires_at) == (2, {"age": 41}, later + WEEK)


def test_a_save_may_name_the_end_of_the_draft(store: Store) -> None:
    token, end = store.drafts.create({}, NOW), NOW + timedelta(hours=1)
    assert store.drafts.save(token, 1, {}, NOW, end) == end
    assert store.drafts.open(token, end - timedelta(seconds=1)) is not None
    assert store.drafts.open(token, end) is None


def test_a_save_over_a_version_that_is_gone_changes_nothing(store: Store) -> None:
    token = store.drafts.create({"tab": 0}, NOW)
    assert store.drafts.save(token, 1, {"tab": 1}, NOW)
    assert not store.drafts.save(token, 1, {"tab": 2}, NOW)
    draft = store.drafts.open(token, NOW)
    assert draft is not None
    assert draft.content == {"tab": 1}


def test_an_ended_draft_is_gone(store: Store) -> None:
    token = store.drafts.create({}, NOW)
    store.drafts.delete(token, NOW)
    assert store.drafts.open(token, NOW) is None
    assert not store.drafts.save(token, 1, {}, NOW)


def test_a_draft_lives_to_the_end_of_its_term_and_no_longer(store: Store) -> None:
    token = store.drafts.create({}, NOW)
    assert store.drafts.open(token, NOW + WEEK - timedelta(microseconds=1)) is not None
    assert store.drafts.open(token, NOW + WEEK) is None
    assert not store.drafts.save(token, 1, {}, NOW + WEEK)


def test_a_token_opens_its_own_draft_only(store: Store) -> None:
    mine = store.drafts.create({"who": "me"}, NOW)
    store.drafts.create({"who": "you"}, NOW)
    draft = store.drafts.open(mine, NOW)
    assert draft is not None
    assert draft.content == {"who": "me"}


@pytest.mark.parametrize("token", ["", "short", "A" * 43, "A" * 5000, "é" * 43, "\x00", "../../etc/passwd"])
def test_what_is_no_token_opens_nothing(store: Store, token: str) -> None:
    assert store.drafts.open(token, NOW) is None
    assert not store.drafts.save(token, 1, {}, NOW)
    assert store.passphrases.issue(token, NOW) is None
    assert store.submissions.get_by_draft(token, NOW) is None
    store.drafts.delete(token, NOW)


def test_two_tabs_saving_different_sections_lose_nothing(store: Store) -> None:
    token = store.drafts.create({}, NOW)

    def save(section: int) -> None:
        for _ in range(100):
            draft = store.drafts.open(token, NOW)
            assert draft is not None
            if store.drafts.save(token, draft.version, draft.content | {f"section{section}": section}, NOW):
                return
        raise AssertionError("never got its turn")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(save, range(16)))
    draft = store.drafts.open(token, NOW)
    assert draft is not None
    assert draft.content == {f"section{number}": number for number in range(16)}
    assert draft.version == 17


@pytest.mark.parametrize("content", [{"x": float("nan")}, {"x": {1, 2}}])
def test_content_that_json_cannot_say_is_refused_before_anything_is_stored(
    store: Store, content: dict[str, object]
) -> None:
    with pytest.raises((TypeError, ValueError)):
        store.drafts.create(content, NOW)


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match="without a zone"):
        store.drafts.create({}, NOW.replace(tzinfo=None))
