"""Practitioners: who they are, and what their accounts become."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import update

from tests.storage.accounts import (
    NOW,
    PASSWORD,
    add_practitioner,
    audit_entries,
    choose_password,
    in_transaction,
    reload,
)
from webapp.storage import AccountChange, LastManager, LoginTaken, Practitioner, Store
from webapp.storage.crypto.sealing import SealBroken
from webapp.storage.tables import practitioners


def test_somebody_who_was_added_is_found_by_id_and_by_sign_in_name(store: Store) -> None:
    maria = store.practitioners.create(" Maria ", "María Ortiz", "practitioner", "command", NOW)
    assert maria == Practitioner(
        maria.id,
        "Maria",
        "María Ortiz",
        "practitioner",
        is_active=True,
        has_code=False,
        uses_shortcuts=False,
        version=1,
        created_at=NOW,
        has_password=False,
        recovery_left=0,
        signed_in_at=None,
    )
    assert store.practitioners.get(maria.id) == maria
    assert store.practitioners.by_login("  mARIA") == maria
    assert store.practitioners.by_login("mario") is None
    assert store.practitioners.get(maria.id + 1) is None


def test_everybody_comes_in_the_order_of_adding(store: Store) -> None:
    assert store.practitioners.list() == ()
    made = (add_practitioner(store, "zoe"), add_practitioner(store, "adam", "manager"))
    assert store.practitioners.list() == made


@pytest.mark.parametrize("login", ["maria", "MARIA", " maria", "\uff4daria"])
def test_a_sign_in_name_is_nobody_elses_however_it_is_typed(store: Store, login: str) -> None:
    add_practitioner(store, "maria")
    with pytest.raises(LoginTaken):
        store.practitioners.create(login, "Another", "practitioner", "command", NOW)
    assert len(store.practitioners.list()) == 1


def test_of_two_who_add_the_same_name_at_the_same_moment_one_does(
    store: Store, url: str, opening: Callable[[str], Store]
) -> None:
    workers = [store, opening(url)]

    def add(number: int) -> bool:
        try:
            workers[number % 2].practitioners.create("maria", "Maria", "practitioner", "command", NOW)
        except LoginTaken:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(add, range(8))) == 1


def test_a_role_that_does_not_exist_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="not a role"):
        store.practitioners.create("maria", "Maria", "god", "command", NOW)


def test_there_is_somebody_to_send_to_while_one_is_active(store: Store) -> None:
    assert not store.practitioners.has_active_reader()
    maria = add_practitioner(store, "maria")
    assert store.practitioners.has_active_reader()
    store.practitioners.update(maria.id, maria.version, AccountChange(is_active=False), "command", NOW)
    assert not store.practitioners.has_active_reader()


def test_the_password_opens_its_own_account_only(store: Store) -> None:
    maria, zoe = (
        add_practitioner(store, "maria"),
        add_practitioner(store, "zoe", password="another long secret"),
    )
    assert store.practitioners.check_password("Maria", PASSWORD) == maria
    assert store.practitioners.check_password("zoe", "another long secret") == zoe
    assert store.practitioners.check_password("zoe", PASSWORD) is None
    assert store.practitioners.check_password("maria", PASSWORD.upper()) is None
    assert store.practitioners.check_password("nobody", PASSWORD) is None


def test_before_a_password_is_chosen_none_is_right(store: Store) -> None:
    store.practitioners.create("maria", "Maria", "practitioner", "command", NOW)
    assert store.practitioners.check_password("maria", "") is None


def test_a_new_password_puts_the_old_one_out_of_use(store: Store) -> None:
    maria = add_practitioner(store, "maria")
    choose_password(store, maria, "quite another secret")
    assert store.practitioners.check_password("maria", PASSWORD) is None
    assert store.practitioners.check_password("maria", "quite another secret") is not None


def proven(store: Store) -> tuple[Practitioner, str]:
    """Maria, who just typed her password, and the handle of her sign-in."""
    maria = add_practitioner(store, "maria")
    found = store.sign_ins.get(store.sign_ins.create(maria.id, "full", NOW), NOW)
    assert found is not None
    again_proven = store.practitioners.check_password("maria", PASSWORD)
    assert again_proven is not None
    return again_proven, found.handle


def test_who_proved_the_old_password_chooses_another_and_is_out_elsewhere(store: Store) -> None:
    maria, held = proven(store)
    other = store.sign_ins.create(maria.id, "full", NOW)
    store.trusted_browsers.trust(maria.id, NOW)
    assert store.practitioners.change_password(maria, held, "quite another secret", NOW)
    assert store.practitioners.check_password("maria", "quite another secret") is not None
    assert store.sign_ins.get(other, NOW) is None
    assert [each.handle for each in store.sign_ins.list(maria, NOW)] == [held]
    assert store.trusted_browsers.count(maria.id, NOW) == 0


@pytest.mark.parametrize("without_code", [False, True])
def test_a_reset_that_came_in_between_stands_with_its_link(store: Store, *, without_code: bool) -> None:
    maria, held = proven(store)
    if without_code:
        store.practitioners.reset_credentials(maria.id, "command", NOW)
    store.sign_ins.end_all(maria.id)
    link = store.one_time_links.create("password", maria.id, NOW)
    assert not store.practitioners.change_password(maria, held, "a thief of passwords", NOW)
    assert store.practitioners.check_password("maria", "a thief of passwords") is None
    assert store.one_time_links.accept(link, "four grey geese on ice", NOW)


def test_a_password_that_somebody_else_changed_since_it_was_proven_stays(store: Store) -> None:
    maria, held = proven(store)
    choose_password(store, maria, "quite another secret")
    assert not store.practitioners.change_password(maria, held, "a thief of passwords", NOW)
    assert store.practitioners.check_password("maria", "quite another secret") is not None


def test_somebody_disabled_has_no_right_password(store: Store) -> None:
    maria = add_practitioner(store, "maria")
    assert store.practitioners.update(maria.id, maria.version, AccountChange(is_active=False), "command", NOW)
    assert store.practitioners.check_password("maria", PASSWORD) is None
    disabled = reload(store, maria)
    assert store.practitioners.update(
        maria.id, disabled.version, AccountChange(is_active=True), "command", NOW
    )
    assert store.practitioners.check_password("maria", PASSWORD) is not None


def test_a_change_leaves_what_it_does_not_name(store: Store) -> None:
    maria = add_practitioner(store, "maria")
    change = AccountChange(name="Maria Luz", uses_shortcuts=True)
    assert store.practitioners.update(maria.id, maria.version, change, maria.actor, NOW)
    now = reload(store, maria)
    assert (now.name, now.uses_shortcuts, now.role, now.is_active) == (
        "Maria Luz",
        True,
        "practitioner",
        True,
    )
    assert now.version == maria.version + 1


def test_a_change_over_a_version_that_is_gone_changes_nothing(store: Store) -> None:
    maria = add_practitioner(store, "maria")
    assert store.practitioners.update(maria.id, maria.version, AccountChange(name="One"), "command", NOW)
    assert not store.practitioners.update(maria.id, maria.version, AccountChange(name="Two"), "command", NOW)
    assert reload(store, maria).name == "One"
    assert not store.practitioners.update(99, 1, AccountChange(name="Nobody"), "command", NOW)


@pytest.mark.parametrize("change", [AccountChange(is_active=False), AccountChange(role="practitioner")])
def test_the_last_manager_stays_one(store: Store, change: AccountChange) -> None:
    boss = add_practitioner(store, "boss", "manager")
    add_practitioner(store, "maria")
    with pytest.raises(LastManager):
        store.practitioners.update(boss.id, boss.version, change, boss.actor, NOW)
    assert reload(store, boss) == boss


@pytest.mark.parametrize("change", [AccountChange(is_active=False), AccountChange(role="practitioner")])
def test_a_manager_who_never_chose_a_password_cannot_stand_in(store: Store, change: AccountChange) -> None:
    boss = add_practitioner(store, "boss", "manager")
    store.practitioners.create("new", "New", "manager", "command", NOW)
    with pytest.raises(LastManager):
        store.practitioners.update(boss.id, boss.version, change, boss.actor, NOW)


def test_one_of_two_managers_may_go(store: Store) -> None:
    boss = add_practitioner(store, "boss", "manager")
    other = add_practitioner(store, "other", "manager")
    assert store.practitioners.update(boss.id, boss.version, AccountChange(is_active=False), other.actor, NOW)
    assert store.practitioners.update(other.id, other.version, AccountChange(name="Alone"), other.actor, NOW)


def test_two_managers_who_disable_each_other_do_not_both_go(
    store: Store, url: str, opening: Callable[[str], Store]
) -> None:
    pair = [add_practitioner(store, "boss", "manager"), add_practitioner(store, "other", "manager")]
    workers = [store, opening(url)]

    def disable(number: int) -> bool:
        whom = pair[number]
        try:
            return workers[number].practitioners.update(
                whom.id, whom.version, AccountChange(is_active=False), "command", NOW
            )
        except LastManager:
            return False

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(disable, range(2))) == [False, True]


def test_a_role_that_was_changed_in_the_database_opens_nothing(store: Store, url: str) -> None:
    maria = add_practitioner(store, "maria")
    in_transaction(url, lambda it: it.execute(update(practitioners).values(role="manager")))
    with pytest.raises(SealBroken):
        store.practitioners.get(maria.id)


def test_one_practitioners_secrets_do_not_open_in_anothers_row(store: Store, url: str) -> None:
    maria, zoe = add_practitioner(store, "maria"), add_practitioner(store, "zoe")
    in_transaction(
        url,
        lambda it: it.execute(
            update(practitioners)
            .where(practitioners.c.id == zoe.id)
            .values(
                sealed=practitioners.select()
                .with_only_columns(practitioners.c.sealed)
                .where(practitioners.c.id == maria.id)
                .scalar_subquery()
            )
        ),
    )
    with pytest.raises(SealBroken):
        store.practitioners.check_password("zoe", PASSWORD)


def test_the_audit_tells_what_became_of_accounts_and_names_nobody(store: Store) -> None:
    boss, maria = add_practitioner(store, "boss", "manager"), add_practitioner(store, "maria")
    store.practitioners.update(
        maria.id, maria.version, AccountChange(name="Mia", role="manager"), boss.actor, NOW
    )
    maria = reload(store, maria)
    store.practitioners.update(maria.id, maria.version, AccountChange(is_active=False), boss.actor, NOW)
    did = [entry for entry in audit_entries(store) if entry[0] == boss.actor and entry[2] == maria.actor]
    assert [action for _, action, _ in did] == ["changed", "changed", "disabled"]
    assert not any(
        word in str(entry).lower() for entry in store.audit.list() for word in ("maria", "mia", "boss")
    )
