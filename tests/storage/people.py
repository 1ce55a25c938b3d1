"""People who work at a clinic, for tests."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pyotp
from sqlalchemy import Connection

from webapp.storage import Practitioner, Store
from webapp.storage.accounts.invitations import PASSWORD as INVITED
from webapp.storage.database import Database

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PASSWORD = "blue horse under lamps"


def added(store: Store, login: str, role: str = "practitioner", password: str = PASSWORD) -> Practitioner:
    """Somebody who has chosen a password."""
    new = store.practitioners.create(login, login.title(), role, "command", NOW)
    choose_password(store, new, password)
    return again(store, new)


def choose_password(store: Store, practitioner: Practitioner, password: str = PASSWORD) -> None:
    """Choose a password as everybody does: by an invitation."""
    token = store.invitations.create(INVITED, practitioner.id, NOW, "command")
    assert store.invitations.accept(token, password, NOW)


def again(store: Store, practitioner: Practitioner) -> Practitioner:
    """The same, as it is now."""
    found = store.practitioners.get(practitioner.id)
    assert found is not None
    return found


def with_code(store: Store, practitioner: Practitioner, now: datetime = NOW) -> tuple[str, tuple[str, ...]]:
    """Turn the second factor on; the secret and the recovery codes."""
    secret = store.second_factors.new_secret()
    recovery = store.second_factors.enable(practitioner.id, secret, pyotp.TOTP(secret).at(now), now)
    assert recovery is not None
    return secret, recovery


def told(store: Store) -> list[tuple[str, str, str]]:
    """Who did what to whom, from the audit, oldest first."""
    entries = store.audit.list(None, 100)
    return [(entry.actor, entry.action, entry.subject) for entry in reversed(entries)]


def in_turn(url: str, meanwhile: Callable[[], object], then: Callable[[Connection], object]) -> Future[Any]:
    """Have the instance's turn, start something else, and do what the turn was for only then."""
    with ThreadPoolExecutor(1) as pool, closing(Database(url)) as database, database.writing() as connection:
        database.lock_instance(connection)
        started = pool.submit(meanwhile)
        wait([started], timeout=0.5)
        then(connection)
        connection.commit()
    return started


def alter(url: str, change: Callable[[Connection], object]) -> None:
    """Do something to the database behind the store's back."""
    with closing(Database(url)) as database, database.writing() as connection:
        change(connection)
