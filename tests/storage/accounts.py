"""Accounts of practitioners for tests."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pyotp
from sqlalchemy import Connection

from webapp.storage import NewPasskey, Practitioner, Store
from webapp.storage.accounts.one_time_links import PASSWORD as PASSWORD_LINK
from webapp.storage.database import Database

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PASSWORD = "blue horse under lamps"


def add_practitioner(
    store: Store, login: str, role: str = "practitioner", password: str = PASSWORD
) -> Practitioner:
    """Add a practitioner who has chosen a password."""
    new = store.practitioners.create(login, login.title(), role, "command", NOW)
    choose_password(store, new, password)
    return reload(store, new)


def choose_password(store: Store, practitioner: Practitioner, password: str = PASSWORD) -> None:
    """Choose a password as everybody does: by a one-time link."""
    token = store.one_time_links.create(PASSWORD_LINK, practitioner.id, NOW, "command")
    assert store.one_time_links.accept(token, password, NOW)


def reload(store: Store, practitioner: Practitioner) -> Practitioner:
    """Return the practitioner as it is now."""
    found = store.practitioners.get(practitioner.id)
    assert found is not None
    return found


def enable_second_factor(
    store: Store, practitioner: Practitioner, now: datetime = NOW
) -> tuple[str, tuple[str, ...]]:
    """Enable the second factor. Return its secret and the recovery codes."""
    secret = store.second_factors.new_secret()
    recovery = store.second_factors.enable(practitioner.id, secret, pyotp.TOTP(secret).at(now), now)
    assert recovery is not None
    return secret, recovery


def made_passkey(name: str = "Phone", credential_id: bytes = b"c" * 16, sign_count: int = 0) -> NewPasskey:
    """Return a passkey as a device makes one. Storage does not look into its key."""
    return NewPasskey(name, credential_id, b"key", b"user", sign_count, may_be_copied=False, is_copied=False)


def audit_entries(store: Store) -> list[tuple[str, str, str]]:
    """Return actor, action and subject of the log's entries, oldest first."""
    entries = store.audit.list(None, 100)
    return [(entry.actor, entry.action, entry.subject) for entry in reversed(entries)]


def while_locked(
    url: str, meanwhile: Callable[[], object], then: Callable[[Connection], object]
) -> Future[Any]:
    """Hold the instance's lock, start `meanwhile` in a thread, and call `then` while it waits."""
    with ThreadPoolExecutor(1) as pool, closing(Database(url)) as database, database.writing() as connection:
        database.lock_instance(connection)
        started = pool.submit(meanwhile)
        wait([started], timeout=0.5)
        then(connection)
        connection.commit()
    return started


def in_transaction(url: str, change: Callable[[Connection], object]) -> None:
    """Change the database directly, not through a store."""
    with closing(Database(url)) as database, database.writing() as connection:
        change(connection)
