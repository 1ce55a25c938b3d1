"""A link is good once, for what it was made for, and for a time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from tests.storage.accounts import (
    NOW,
    PASSWORD,
    add_practitioner,
    audit_entries,
    in_transaction,
    while_locked,
)
from webapp.clinic import Clinic, Policy
from webapp.storage import AccountChange, NewPractitioner, OneTimeLink, Store
from webapp.storage.tables import one_time_links, practitioners

FIRST = NewPractitioner("Maria", "María Ortiz", PASSWORD)
CLINIC = Clinic(name="Green Clinic", paper="letter")
POLICY = Policy(submission_days=30, requires_code=True)


def test_the_set_up_makes_the_first_manager_and_the_settings(store: Store) -> None:
    token = store.one_time_links.create("set-up", None, NOW)
    assert store.one_time_links.get(token, NOW) == OneTimeLink("set-up", None)
    maria = store.one_time_links.set_up(token, FIRST, CLINIC, POLICY, NOW)
    assert maria is not None
    assert (maria.login, maria.is_manager) == ("Maria", True)
    assert store.practitioners.check_password("maria", PASSWORD) == maria
    assert (store.clinic_settings.clinic(NOW), store.clinic_settings.policy(NOW)) == (CLINIC, POLICY)
    assert audit_entries(store) == [(maria.actor, "set up", "settings")]


def test_a_clinic_that_has_its_file_is_left_to_it(store: Store) -> None:
    token = store.one_time_links.create("set-up", None, NOW)
    assert store.one_time_links.set_up(token, FIRST, None, POLICY, NOW)
    assert store.clinic_settings.clinic(NOW) is None


def test_the_set_up_link_is_good_once(store: Store) -> None:
    token = store.one_time_links.create("set-up", None, NOW)
    assert store.one_time_links.set_up(token, FIRST, CLINIC, POLICY, NOW)
    assert store.one_time_links.get(token, NOW) is None
    other = replace(FIRST, login="other")
    assert store.one_time_links.set_up(token, other, CLINIC, POLICY, NOW) is None
    assert len(store.practitioners.list()) == 1


def test_of_two_who_set_up_at_the_same_moment_one_does(
    store: Store, url: str, opening: Callable[[str], Store]
) -> None:
    workers, token = [store, opening(url)], store.one_time_links.create("set-up", None, NOW)

    def set_up(number: int) -> bool:
        first = replace(FIRST, login=f"maria{number}")
        return workers[number].one_time_links.set_up(token, first, CLINIC, POLICY, NOW) is not None

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(set_up, range(2))) == [False, True]
    assert len(store.practitioners.list()) == 1


def test_an_account_that_is_made_at_the_same_moment_stops_the_set_up(store: Store, url: str) -> None:
    token, row = (
        store.one_time_links.create("set-up", None, NOW),
        {"login_index": "x", "sealed": b"", "version": 1},
    )
    row |= {"role": "manager", "is_active": True, "code_step": 0, "created_at": NOW}
    second = while_locked(
        url,
        lambda: store.one_time_links.set_up(token, FIRST, CLINIC, POLICY, NOW),
        lambda it: it.execute(insert(practitioners).values(**row)),
    )
    assert second.result() is None


def test_while_somebody_has_an_account_nobody_sets_up(store: Store) -> None:
    token = store.one_time_links.create("set-up", None, NOW)
    add_practitioner(store, "zoe")
    assert store.one_time_links.get(token, NOW) is None
    assert store.one_time_links.set_up(token, FIRST, CLINIC, POLICY, NOW) is None
    assert store.clinic_settings.clinic(NOW) is None


def test_without_a_link_nobody_sets_up(store: Store) -> None:
    for token in ("", "A" * 43):
        assert store.one_time_links.set_up(token, FIRST, CLINIC, POLICY, NOW) is None
    assert store.practitioners.list() == ()


@pytest.mark.parametrize(("purpose", "hours"), [("set-up", 24), ("password", 72)])
def test_a_link_is_good_for_its_time(store: Store, purpose: str, hours: int) -> None:
    whom = add_practitioner(store, "zoe").id if purpose == "password" else None
    token = store.one_time_links.create(purpose, whom, NOW)
    end = NOW + timedelta(hours=hours)
    assert store.one_time_links.get(token, end - timedelta(seconds=1)) is not None
    assert store.one_time_links.get(token, end) is None
    assert store.one_time_links.accept(token, "quite another secret", end) is None
    assert store.one_time_links.set_up(token, FIRST, None, POLICY, end) is None


def test_a_link_lets_somebody_choose_a_password_once(store: Store) -> None:
    zoe = store.practitioners.create("zoe", "Zoe", "practitioner", "command", NOW)
    token = store.one_time_links.create("password", zoe.id, NOW, "command")
    assert store.one_time_links.get(token, NOW) == OneTimeLink("password", zoe)
    accepted = store.one_time_links.accept(token, PASSWORD, NOW)
    assert accepted == store.practitioners.check_password("zoe", PASSWORD)
    assert store.one_time_links.accept(token, "quite another secret", NOW) is None
    assert audit_entries(store)[1:] == [
        ("command", "invited", zoe.actor),
        (zoe.actor, "chose a password", zoe.actor),
    ]


def test_a_new_password_by_link_signs_out_whoever_had_the_old_one(store: Store) -> None:
    zoe = add_practitioner(store, "zoe")
    signed_in = store.sign_ins.create(zoe.id, "full", NOW)
    store.one_time_links.accept(
        store.one_time_links.create("password", zoe.id, NOW), "quite another secret", NOW
    )
    assert store.sign_ins.get(signed_in, NOW) is None
    assert store.practitioners.check_password("zoe", PASSWORD) is None


def test_the_newest_link_counts(store: Store) -> None:
    zoe, maria = add_practitioner(store, "zoe"), add_practitioner(store, "maria")
    old, other = (store.one_time_links.create("password", who.id, NOW) for who in (zoe, maria))
    new = store.one_time_links.create("password", zoe.id, NOW)
    assert store.one_time_links.get(old, NOW) is None
    assert store.one_time_links.get(new, NOW) is not None
    assert store.one_time_links.get(other, NOW) is not None
    setting_up = [store.one_time_links.create("set-up", None, NOW) for _ in range(2)]
    assert store.one_time_links.set_up(setting_up[0], FIRST, None, POLICY, NOW) is None


def test_a_link_for_one_purpose_does_not_serve_another(store: Store) -> None:
    setting_up = store.one_time_links.create("set-up", None, NOW)
    assert store.one_time_links.accept(setting_up, PASSWORD, NOW) is None
    assert store.one_time_links.set_up(setting_up, FIRST, CLINIC, POLICY, NOW) is not None


def test_a_link_for_somebody_disabled_is_good_no_more(store: Store) -> None:
    zoe = add_practitioner(store, "zoe")
    token = store.one_time_links.create("password", zoe.id, NOW)
    store.practitioners.update(zoe.id, zoe.version, AccountChange(is_active=False), "command", NOW)
    assert store.one_time_links.get(token, NOW) is None
    assert store.one_time_links.accept(token, "quite another secret", NOW) is None


def test_a_link_from_before_somebody_was_disabled_stays_useless(store: Store) -> None:
    zoe = add_practitioner(store, "zoe")
    token = store.one_time_links.create("password", zoe.id, NOW)
    for version, is_active in enumerate((False, True), zoe.version):
        change = AccountChange(is_active=is_active)
        assert store.practitioners.update(zoe.id, version, change, "command", NOW)
    assert store.one_time_links.accept(token, "quite another secret", NOW) is None


def test_a_password_that_was_chosen_without_the_link_ends_the_link(store: Store) -> None:
    zoe, maria = add_practitioner(store, "zoe"), add_practitioner(store, "maria")
    token, other = (store.one_time_links.create("password", who.id, NOW) for who in (zoe, maria))
    held = store.sign_ins.get(store.sign_ins.create(zoe.id, "full", NOW), NOW)
    assert held is not None
    assert store.practitioners.change_password(zoe, held.handle, "quite another secret", NOW)
    assert store.one_time_links.get(token, NOW) is None
    assert store.one_time_links.get(other, NOW) is not None


def test_the_database_does_not_know_the_token(store: Store, url: str) -> None:
    token = store.one_time_links.create("set-up", None, NOW)
    seen: list[str] = []
    in_transaction(url, lambda it: seen.append(str(it.execute(select(one_time_links)).all())))
    assert token not in seen[0]
