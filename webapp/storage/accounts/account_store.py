"""The rows of practitioners: sealed whole, and bound to the role that the row claims."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from webapp.storage.crypto.keyring import BlindIndex
from webapp.storage.crypto.sealing import Seal, SealBroken, open_json, seal_json
from webapp.storage.tables import practitioners

FRONT_DESK, PRACTITIONER, MANAGER = "front_desk", "practitioner", "manager"
ROLES = (FRONT_DESK, PRACTITIONER, MANAGER)
"""Who hands out paper; who reads answers; who manages the clinic, too."""

READERS = (PRACTITIONER, MANAGER)
"""The roles that read what patients sent."""

_log = logging.getLogger("gutfactors")

LOGIN_INDEX = "login"
"""What the digests of sign-in names are for."""


@dataclass(frozen=True)
class Practitioner:
    """Somebody who may sign in. `version` counts changes of the account, from 1.

    `has_password` is false before one was chosen by a link, `recovery_left` counts recovery codes, and
    `signed_in_at` is when they last came all the way in; None for never.
    """

    id: int
    login: str
    name: str
    role: str
    is_active: bool
    has_code: bool
    uses_shortcuts: bool
    version: int
    created_at: datetime
    has_password: bool
    recovery_left: int
    signed_in_at: datetime | None = field(compare=False)  # to come in changes nothing of the account
    is_damaged: bool = False

    @property
    def actor(self) -> str:
        """What the audit calls this practitioner."""
        return actor(self.id)

    @property
    def is_manager(self) -> bool:
        return self.role == MANAGER

    @property
    def reads_answers(self) -> bool:
        """Whether this is more than the front desk, who sees codes, names and states only."""
        return self.role in READERS


@dataclass(frozen=True)
class Account:
    """A practitioner with the proofs: the password's hash, the code's secret, digests of recovery codes.

    The hash is "" before a password is chosen, and the secret "" without a second factor.
    """

    id: int
    login: str
    name: str
    role: str
    created_at: datetime
    is_active: bool = True
    password: str = ""
    secret: str = ""
    recovery: tuple[str, ...] = ()
    uses_shortcuts: bool = False
    code_step: int = 0
    version: int = 1
    signed_in_at: datetime | None = None
    is_damaged: bool = False

    @property
    def actor(self) -> str:
        """What the audit calls them."""
        return actor(self.id)

    @property
    def practitioner(self) -> Practitioner:
        """What others may know."""
        return Practitioner(
            self.id, self.login, self.name, self.role, self.is_active, bool(self.secret),
            self.uses_shortcuts, self.version, self.created_at, bool(self.password), len(self.recovery),
            self.signed_in_at, self.is_damaged,
        )  # fmt: skip


class LoginTaken(Exception):  # noqa: N818  a refusal
    """Somebody has this sign-in name."""


class AccountStore:
    """Reads and writes accounts in the caller's transaction."""

    def __init__(self, seal: Seal, blind: BlindIndex) -> None:
        self._seal = seal
        self._blind = blind

    def of(self, connection: Connection, practitioner_id: int, *, is_writing: bool = False) -> Account | None:
        """Find by id; with `is_writing`, others who would write wait for this transaction."""
        query = select(practitioners).where(practitioners.c.id == practitioner_id)
        return self._one(connection, query.with_for_update() if is_writing else query)

    def named(self, connection: Connection, login: str) -> Account | None:
        """Find by sign-in name, whose case and outer blanks do not count."""
        found = practitioners.c.login_index.in_(self._blind.each(LOGIN_INDEX, folded(login)))
        return self._one(connection, select(practitioners).where(found))

    def all(self, connection: Connection) -> Iterator[Account]:
        """In the order in which they were added. One that is damaged has no name, and can do nothing."""
        for row in connection.execute(select(practitioners).order_by(practitioners.c.id)):
            yield self._opened_or_damaged(row)

    def managers(self, connection: Connection) -> tuple[Account, ...]:
        """The active ones that open; nobody else changes them until the transaction ends."""
        query = select(practitioners).where(practitioners.c.role == MANAGER, practitioners.c.is_active)
        query = query.order_by(practitioners.c.id).with_for_update()
        found = [self._opened_or_damaged(row) for row in connection.execute(query)]
        return tuple(account for account in found if not account.is_damaged)

    def add(self, connection: Connection, account: Account) -> Account:
        """Give the account with its id. Raises LoginTaken, or IntegrityError for two at the same moment."""
        if account.role not in ROLES:
            raise ValueError(f"{account.role!r} is not a role")
        if self.named(connection, account.login) is not None:
            raise LoginTaken
        row = {**_columns(account), "sealed": b"", "created_at": account.created_at, "code_step": 0}
        row["login_index"] = self._blind.of(LOGIN_INDEX, folded(account.login))
        made = connection.execute(insert(practitioners).values(**row)).inserted_primary_key
        assert made is not None  # noqa: S101  a row was made
        added = replace(account, id=made[0])
        self._write(connection, added)
        return added

    def save(self, connection: Connection, account: Account) -> Account:
        """Replace the row, with the next version; the caller read it in this transaction, for writing."""
        saved = replace(account, version=account.version + 1)
        self._write(connection, saved)
        return saved

    def opened(self, row: Row[Any]) -> Account:
        """Raises SealBroken, also where somebody changed the role without the key."""
        content = open_json(self._seal, row.sealed, practitioner_context(row))
        recovery = tuple(content.pop("recovery"))
        return Account(
            id=row.id, role=row.role, is_active=row.is_active, version=row.version, code_step=row.code_step,
            created_at=row.created_at, signed_in_at=row.signed_in_at, recovery=recovery, **content,
        )  # fmt: skip

    def _opened_or_damaged(self, row: Row[Any]) -> Account:
        try:
            return self.opened(row)
        except SealBroken:
            _log.warning("practitioners, row %s: damaged, it does not open; passed over", row.id)
            return Account(
                row.id, "", "", row.role, row.created_at, row.is_active, version=row.version, is_damaged=True
            )

    def _one(self, connection: Connection, query: Select[Any]) -> Account | None:
        row = connection.execute(query).first()
        return None if row is None else self.opened(row)

    def _write(self, connection: Connection, account: Account) -> None:
        change = update(practitioners).where(practitioners.c.id == account.id)
        connection.execute(change.values(**_columns(account), sealed=self._sealed(account)))

    def _sealed(self, account: Account) -> bytes:
        content = {name: getattr(account, name) for name in _SEALED}
        return seal_json(self._seal, content, practitioner_context(account))


_SEALED = ("login", "name", "password", "secret", "recovery", "uses_shortcuts")


def folded(login: str) -> str:
    """The same letters, however they were typed."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


def actor(practitioner_id: int) -> str:
    """What the audit calls a practitioner, as the one who acts and as the one who is acted on."""
    return f"practitioner {practitioner_id}"


def _columns(account: Account) -> dict[str, object]:
    return {"role": account.role, "is_active": account.is_active, "version": account.version}


def practitioner_context(row: Row[Any] | Account) -> str:
    """What a practitioner's sealed bytes belong to."""
    return f"practitioner {row.id} {row.role} {'active' if row.is_active else 'disabled'} {row.version}"
