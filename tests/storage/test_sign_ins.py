"""A sign-in lasts while somebody is there, for a day's work at most, and ends at once when it is ended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.storage.accounts import (
    NOW,
    add_practitioner,
    audit_entries,
    enable_second_factor,
    in_transaction,
    reload,
)
from webapp.clinic import Policy
from webapp.storage import AccountChange, Practitioner, Store
from webapp.storage.accounts.sign_ins import MAX_AGE
from webapp.storage.tables import signins

MOMENT = timedelta(microseconds=1)
IDLE = timedelta(minutes=Policy().idle_minutes)


def signed_in(store: Store, login: str = "maria", stage: str = "full") -> tuple[Practitioner, str]:
    practitioner = add_practitioner(store, login)
    return practitioner, store.sign_ins.create(practitioner.id, stage, NOW)


def test_the_token_tells_who_it_is_and_how_far(store: Store) -> None:
    maria, token = signed_in(store, stage="code")
    found = store.sign_ins.get(token, NOW)
    assert found is not None
    assert (found.practitioner, found.stage, found.began_at, found.seen_at) == (maria, "code", NOW, NOW)
    assert found.ends_at == NOW + IDLE


@pytest.mark.parametrize("token", ["", "short", "A" * 43, "A" * 5000, "é" * 43, "\x00"])
def test_what_is_no_token_signs_nobody_in(store: Store, token: str) -> None:
    signed_in(store)
    assert store.sign_ins.get(token, NOW) is None
    assert store.sign_ins.get(store.sign_ins.advance(token, "full", NOW), NOW) is None
    store.sign_ins.end(token)


def test_after_fifteen_idle_minutes_it_is_over(store: Store) -> None:
    assert timedelta(minutes=15) == IDLE
    _, token = signed_in(store)
    assert store.sign_ins.get(token, NOW + IDLE - MOMENT, is_activity=False) is not None
    assert store.sign_ins.get(token, NOW + IDLE) is None


def test_whoever_does_something_goes_on(store: Store) -> None:
    _, token = signed_in(store)
    almost = NOW + IDLE - timedelta(seconds=1)
    found = store.sign_ins.get(token, almost)
    assert found is not None
    assert found.seen_at == almost
    assert store.sign_ins.get(token, almost + IDLE - MOMENT) is not None


def test_what_does_not_count_lets_it_run_out(store: Store) -> None:
    _, token = signed_in(store)
    for minute in range(15):
        assert store.sign_ins.get(token, NOW + timedelta(minutes=minute), is_activity=False) is not None
    assert store.sign_ins.get(token, NOW + IDLE, is_activity=False) is None


def test_after_twelve_hours_it_is_over_whoever_is_there(store: Store) -> None:
    assert timedelta(hours=12) == MAX_AGE
    _, token = signed_in(store)
    for minute in range(0, 720, 10):
        assert store.sign_ins.get(token, NOW + timedelta(minutes=minute)) is not None
    found = store.sign_ins.get(token, NOW + timedelta(minutes=710))
    assert found is not None
    assert found.ends_at == NOW + MAX_AGE
    assert store.sign_ins.get(token, NOW + MAX_AGE - MOMENT) is not None
    assert store.sign_ins.get(token, NOW + MAX_AGE) is None


def test_a_step_up_gives_a_new_token_and_ends_the_old_one(store: Store) -> None:
    maria, token = signed_in(store, stage="code")
    new = store.sign_ins.advance(token, "full", NOW + timedelta(minutes=1))
    assert new != token
    assert store.sign_ins.get(token, NOW) is None
    found = store.sign_ins.get(new, NOW + timedelta(minutes=1))
    assert found is not None
    assert (found.practitioner, found.stage, found.began_at) == (maria, "full", NOW)


def test_a_sign_in_that_ended_cannot_be_stepped_up(store: Store) -> None:
    _, token = signed_in(store, stage="code")
    assert store.sign_ins.get(store.sign_ins.advance(token, "full", NOW + IDLE), NOW + IDLE) is None
    store.sign_ins.end(token)
    assert store.sign_ins.get(store.sign_ins.advance(token, "full", NOW), NOW) is None


def test_signing_out_ends_this_browser_only(store: Store) -> None:
    maria, token = signed_in(store)
    other = store.sign_ins.create(maria.id, "full", NOW)
    store.sign_ins.end(token)
    assert store.sign_ins.get(token, NOW) is None
    assert store.sign_ins.get(other, NOW) is not None


def test_signing_out_everywhere_ends_every_browser_but_the_one_named(store: Store) -> None:
    maria, token = signed_in(store)
    other = store.sign_ins.create(maria.id, "full", NOW)
    _, zoes = signed_in(store, "zoe")
    store.sign_ins.end_all(maria.id, but=token)
    assert store.sign_ins.get(other, NOW) is None
    assert store.sign_ins.get(token, NOW) is not None
    store.sign_ins.end_all(maria.id)
    assert store.sign_ins.get(token, NOW) is None
    assert store.sign_ins.get(zoes, NOW) is not None


def test_disabling_somebody_ends_their_sign_ins_for_good(store: Store) -> None:
    maria, token = signed_in(store)
    store.practitioners.update(maria.id, maria.version, AccountChange(is_active=False), "command", NOW)
    assert store.sign_ins.get(token, NOW) is None
    store.practitioners.update(maria.id, maria.version + 1, AccountChange(is_active=True), "command", NOW)
    assert store.sign_ins.get(token, NOW) is None


def test_somebody_disabled_is_not_signed_in_even_by_a_token_that_came_later(store: Store) -> None:
    maria, _ = signed_in(store)
    store.practitioners.update(maria.id, maria.version, AccountChange(is_active=False), "command", NOW)
    assert store.sign_ins.get(store.sign_ins.create(maria.id, "full", NOW), NOW) is None


def test_a_change_of_role_counts_at_once(store: Store) -> None:
    maria, token = signed_in(store)
    store.practitioners.update(maria.id, maria.version, AccountChange(role="manager"), "command", NOW)
    found = store.sign_ins.get(token, NOW)
    assert found is not None
    assert found.practitioner == reload(store, maria)
    assert found.practitioner.is_manager


def test_only_a_whole_sign_in_is_told_to_the_audit(store: Store) -> None:
    maria, token = signed_in(store, stage="code")
    assert "signed in" not in [action for _, action, _ in audit_entries(store)]
    store.sign_ins.advance(token, "full", NOW)
    assert audit_entries(store)[-1] == (maria.actor, "signed in", maria.actor)


def test_the_database_does_not_know_the_token(store: Store, url: str) -> None:
    _, token = signed_in(store)
    seen: list[str] = []
    in_transaction(url, lambda it: seen.append(str(it.execute(select(signins)).all())))
    assert token not in seen[0]


def test_one_browser_is_signed_out_by_its_owner_and_by_nobody_else(store: Store) -> None:
    maria, token = signed_in(store)
    zoe, _ = signed_in(store, "zoe")
    store.sign_ins.create(maria.id, "code", NOW)
    (found,) = store.sign_ins.list(maria, NOW)
    assert (found.device, found.stage, found.began_at) == ("", "full", NOW)
    assert not store.sign_ins.end_by_handle(zoe.id, found.handle)
    assert store.sign_ins.get(token, NOW) is not None
    assert store.sign_ins.end_by_handle(maria.id, found.handle)
    assert store.sign_ins.get(token, NOW) is None


def test_the_browser_is_known_in_a_few_words_and_keeps_them(store: Store) -> None:
    maria = add_practitioner(store, "maria")
    token = store.sign_ins.create(maria.id, "code", NOW, "Firefox, Windows" + "x" * 100)
    stepped = store.sign_ins.get(store.sign_ins.advance(token, "full", NOW), NOW)
    assert stepped is not None
    assert stepped.device == ("Firefox, Windows" + "x" * 100)[:60]


def test_the_clinic_decides_after_how_many_idle_minutes_it_is_over(store: Store) -> None:
    _, token = signed_in(store)
    store.clinic_settings.save_policy(Policy(idle_minutes=45), 0, "command", NOW)
    later = NOW + timedelta(minutes=45)
    found = store.sign_ins.get(token, later - MOMENT, is_activity=False)
    assert found is not None
    assert found.ends_at == later
    assert store.sign_ins.get(token, later) is None


def test_when_somebody_came_in_last_is_told_only_when_they_came_all_the_way(store: Store) -> None:
    maria = add_practitioner(store, "maria")
    token = store.sign_ins.create(maria.id, "code", NOW)
    assert reload(store, maria).signed_in_at is None
    store.sign_ins.advance(token, "full", NOW + timedelta(minutes=1))
    assert reload(store, maria).signed_in_at == NOW + timedelta(minutes=1)


def test_a_browser_is_remembered_for_a_day_and_for_one_person(store: Store) -> None:
    maria, zoe = add_practitioner(store, "maria"), add_practitioner(store, "zoe")
    token = store.trusted_browsers.trust(maria.id, NOW)
    day = NOW + timedelta(days=1)
    assert store.trusted_browsers.is_trusted(maria.id, token, day - MOMENT)
    assert not store.trusted_browsers.is_trusted(maria.id, token, day)
    assert not store.trusted_browsers.is_trusted(zoe.id, token, NOW)
    assert not store.trusted_browsers.is_trusted(maria.id, "x", NOW)
    assert (store.trusted_browsers.count(maria.id, NOW), store.trusted_browsers.count(zoe.id, NOW)) == (1, 0)


@pytest.mark.parametrize(
    "end", ["forget", "sign out everywhere", "turn off the code", "reset", "link", "disable"]
)
def test_what_ends_it_ends_it_everywhere(store: Store, end: str) -> None:
    maria = add_practitioner(store, "maria")
    enable_second_factor(store, maria)
    token = store.trusted_browsers.trust(maria.id, NOW)
    if end == "forget":
        store.trusted_browsers.forget_all(maria.id)
    elif end == "everywhere":
        store.sign_ins.end_all(maria.id)
    elif end == "turn off the code":
        store.second_factors.disable(maria.id, maria.actor, NOW)
    elif end == "reset":
        store.practitioners.reset_credentials(maria.id, "command", NOW)
    elif end == "link":
        store.one_time_links.accept(
            store.one_time_links.create("password", maria.id, NOW), "four grey geese", NOW
        )
    else:
        version = reload(store, maria).version
        store.practitioners.update(maria.id, version, AccountChange(is_active=False), "command", NOW)
    assert not store.trusted_browsers.is_trusted(maria.id, token, NOW)
