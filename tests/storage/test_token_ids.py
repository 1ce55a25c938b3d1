"""The ids of sign-ins, links and kiosks need the instance's key, and outlive a new one."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.storage.accounts import NOW, add_practitioner, in_transaction
from tests.storage.schemas import differences, upgraded
from webapp.storage import KioskConfig, Store, instance_key, open_store
from webapp.storage.crypto.keyring import BlindIndex, KeyRing, RingSeal
from webapp.storage.crypto.tokens import new_token, token_id
from webapp.storage.database import Database

FORGED = {
    "sign-in id": "INSERT INTO signins VALUES (:id, 1, 'full', :now, :now, NULL)",
    "invitation id": "INSERT INTO invitations VALUES (:id, 'password', 1, :until)",
    "remembered id": "INSERT INTO remembered VALUES (:id, 1, :now)",
    "kiosk id": "UPDATE kiosks SET device_id = :id",
}


def opened_by(store: Store, token: str) -> list[object]:
    """What this token opens, of all that tokens open."""
    found = (
        store.sign_ins.get(token, NOW),
        store.one_time_links.get(token, NOW),
        store.kiosks.by_token(token),
        store.trusted_browsers.is_trusted(1, token, NOW) or None,
    )
    return [each for each in found if each is not None]


@pytest.mark.parametrize("purpose", FORGED)
def test_who_writes_the_database_without_the_key_makes_no_way_in(
    store: Store, url: str, purpose: str
) -> None:
    maria = add_practitioner(store, "maria", "manager")
    store.kiosks.create(KioskConfig("Hall"), "command", NOW)
    token = new_token(os.urandom)
    values = {"id": token_id(token, purpose), "now": _plain(url, 0), "until": _plain(url, 48)}
    in_transaction(url, lambda it: it.execute(text(FORGED[purpose]), _used(FORGED[purpose], values)))
    assert maria.id == 1
    assert opened_by(store, token) == []


def _plain(url: str, hours: int) -> object:
    """A time as each database takes it."""
    at = NOW + timedelta(hours=hours)
    return at.replace(tzinfo=None).isoformat(" ") if url.startswith("sqlite") else at


def _used(statement: str, values: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if f":{name}" in statement}


def tokens_of(store: Store) -> list[str]:
    """A token of each kind, each good."""
    maria = add_practitioner(store, "maria", "manager")
    kiosk = store.kiosks.create(KioskConfig("Hall"), "command", NOW)
    device = store.kiosks.enrol(store.kiosks.issue_code(kiosk, "command", NOW) or "", NOW)
    assert device
    return [
        store.sign_ins.create(maria.id, "full", NOW),
        store.one_time_links.create("password", maria.id, NOW),
        device,
        store.trusted_browsers.trust(maria.id, NOW),
    ]


def test_a_new_key_signs_nobody_out(store: Store) -> None:
    tokens = tokens_of(store)
    store.keys.rotate("command", NOW)
    assert [len(opened_by(store, token)) for token in tokens] == [1, 1, 1, 1]
    stepped = store.sign_ins.advance(tokens[0], "full", NOW)
    assert store.sign_ins.get(stepped, NOW)


def test_a_kiosk_stays_one_when_the_old_key_is_gone(store: Store) -> None:
    device = tokens_of(store)[2]
    store.keys.rotate("command", NOW)
    assert store.kiosks.by_token(device)
    assert store.keys.retire("command", NOW, is_forced=True).keys == 1
    assert store.kiosks.by_token(device)


OLDER = (
    "INSERT INTO practitioners VALUES (1, 'x', :sealed, 'manager', true, 0, 1, :now)",
    "INSERT INTO signins VALUES (:signin, 1, 'full', :now, :now)",
    "INSERT INTO invitations VALUES (:invitation, 'password', 1, :until)",
    "INSERT INTO kiosks VALUES (1, :kiosk, NULL, NULL, :sealed, false, NULL, NULL, 1)",
    "INSERT INTO kiosks VALUES (2, NULL, NULL, NULL, :sealed, false, NULL, NULL, 1)",
    "INSERT INTO audit VALUES (1, :now, 'practitioner 1', 'signed in', 'practitioner 1', '{}', 'x')",
)


def test_an_older_version_is_taken_over_with_its_sign_ins_links_and_kiosks(url: str, tmp_path: Path) -> None:
    ring = KeyRing(tmp_path / "secret.key", instance_key(tmp_path / "secret.key"))
    blind, seal = BlindIndex(ring), RingSeal(ring, os.urandom)
    upgraded(url, seal, "0006", blind)
    token = new_token(os.urandom)
    values: dict[str, object] = {
        "now": _plain(url, 0),
        "until": _plain(url, 48),
        "sealed": b"x",
        **{name: token_id(token, f"{purpose} id") for name, purpose in KINDS.items()},
    }
    with closing(Database(url)) as database, database.writing() as connection:
        for statement in OLDER:
            connection.execute(text(statement), _used(statement, values))
    upgraded(url, seal, blind=blind)
    assert differences(url) == []
    with closing(Database(url)) as database, database.reading() as connection:
        ids = [
            connection.scalar(text(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL"))  # noqa: S608
            for table, column in (("signins", "id"), ("invitations", "id"), ("kiosks", "device_id"))
        ]
        assert connection.scalar(text("SELECT count(*) FROM kiosks WHERE device_id IS NULL")) == 1
        assert connection.scalar(text("SELECT signed_in_at FROM practitioners")) is not None
    plain = [(f"{purpose} id", token_id(token, f"{purpose} id") or "") for purpose in KINDS.values()]
    assert ids == [blind.digest(purpose, each) for purpose, each in plain]


KINDS = {"signin": "sign-in", "invitation": "invitation", "kiosk": "kiosk"}


def test_a_store_that_is_opened_has_all_of_it(url: str, tmp_path: Path) -> None:
    with closing(open_store(url, tmp_path / "secret.key")) as store:
        assert opened_by(store, new_token(os.urandom)) == []
