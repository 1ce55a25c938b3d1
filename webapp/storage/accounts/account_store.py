"""The rows of practitioners: sealed whole, and bound to the role and state that the row claims."""

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
ROLES = (FRONT_DESK, PRACTITIONER, MANAGER)  # hands out paper; reads answers; manages the clinic as well

READER_ROLES = (PRACTITIONER, MANAGER)  # the roles that read what patients send
LOGIN_INDEX = "login"  # the purpose of the digests of logins
_log = logging.getLogger("gutfactors")


@dataclass(frozen=True)
class Practitioner:
    """An account without its secrets. `version` counts the changes of the account, from 1.

    `recovery_left` counts recovery codes. `signed_in_at` is the time of the last complete sign-in. A damaged
    account has no login and no name.
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
    signed_in_at: datetime | None = field(compare=False)  # signing in does not change the account
    is_damaged: bool = False

    @property
    def actor(self) -> str:
        return actor(self.id)

    @property
    def is_manager(self) -> bool:
        return self.role == MANAGER

    @property
    def reads_answers(self) -> bool:
        """Whether the role is more than the front desk's, who sees references, names and states only."""
        return self.role in READER_ROLES


@dataclass(frozen=True)
class Account:
    """A practitioner with all secrets: the password's hash, the code's secret, hashes of recovery codes.

    `password` is "" before one is chosen, and `secret` is "" without a second factor.
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
        return actor(self.id)

    @property
    def practitioner(self) -> Practitioner:
        return Practitioner(
            self.id, self.login, self.name, self.role, self.is_active, bool(self.secret),
            self.uses_shortcuts, self.version, self.created_at, bool(self.password), len(self.recovery),
            self.signed_in_at, self.is_damaged,
        )  # fmt: skip


class LoginTaken(Exception):  # noqa: N818  a refusal
    """Another account has this login."""


class AccountStore:
    """Reads and writes accounts in the caller's transaction. What it returns may raise SealBroken."""

    def __init__(self, seal: Seal, blind: BlindIndex) -> None:
        self._seal = seal
        self._blind = blind

    def get(
        self, connection: Connection, practitioner_id: int, *, is_writing: bool = False
    ) -> Account | None:
        """Find by id. With `is_writing`, lock the row until the transaction ends."""
        query = select(practitioners).where(practitioners.c.id == practitioner_id)
        return self._one(connection, query.with_for_update() if is_writing else query)

    def by_login(self, connection: Connection, login: str) -> Account | None:
        """Find by login, whose case and outer blanks do not count."""
        found = practitioners.c.login_index.in_(self._blind.digests(LOGIN_INDEX, normalized_login(login)))
        return self._one(connection, select(practitioners).where(found))

    def iterate(self, connection: Connection) -> Iterator[Account]:
        """Yield all accounts, in the order in which they were created, the damaged ones too."""
        for row in connection.execute(select(practitioners).order_by(practitioners.c.id)):
            yield self._unsealed_or_damaged(row)

    def managers(self, connection: Connection) -> tuple[Account, ...]:
        """Return the active, undamaged managers, and lock their rows until the transaction ends."""
        query = select(practitioners).where(practitioners.c.role == MANAGER, practitioners.c.is_active)
        query = query.order_by(practitioners.c.id).with_for_update()
        found = [self._unsealed_or_damaged(row) for row in connection.execute(query)]
        return tuple(account for account in found if not account.is_damaged)

    def add(self, connection: Connection, account: Account) -> Account:
        """Insert an account and return it with its id.

        Raise ValueError for a role that does not exist and LoginTaken; IntegrityError where two
        transactions add the same login at the same moment.
        """
        if account.role not in ROLES:
            raise ValueError(f"{account.role!r} is not a role")
        if self.by_login(connection, account.login) is not None:
            raise LoginTaken
        row = {**_columns(account), "sealed": b"", "created_at": account.created_at, "code_step": 0}
        row["login_index"] = self._blind.digest(LOGIN_INDEX, normalized_login(account.login))
        made = connection.execute(insert(practitioners).values(**row)).inserted_primary_key
        assert made is not None  # noqa: S101  a row was made
        added = replace(account, id=made[0])
        self._write(connection, added)
        return added

    def save(self, connection: Connection, account: Account) -> Account:
        """Write the account as its next version. The caller has read it with `is_writing`."""
        saved = replace(account, version=account.version + 1)
        self._write(connection, saved)
        return saved

    def unseal(self, row: Row[Any]) -> Account:
        """Return the account of a row. Raise SealBroken, also where the role was changed without the key."""
        content = open_json(self._seal, row.sealed, practitioner_context(row))
        recovery = tuple(content.pop("recovery"))
        return Account(
            id=row.id, role=row.role, is_active=row.is_active, version=row.version, code_step=row.code_step,
            created_at=row.created_at, signed_in_at=row.signed_in_at, recovery=recovery, **content,
        )  # fmt: skip

    def _unsealed_or_damaged(self, row: Row[Any]) -> Account:
        try:
            return self.unseal(row)
        except SealBroken:
            _log.warning("practitioners, row %s: damaged, it does not open; passed over", row.id)
            return Account(
                row.id, "", "", row.role, row.created_at, row.is_active, version=row.version, is_damaged=True
            )

    def _one(self, connection: Connection, query: Select[Any]) -> Account | None:
        row = connection.execute(query).first()
        return None if row is None else self.unseal(row)

    def _write(self, connection: Connection, account: Account) -> None:
        content = {name: getattr(account, name) for name in _SEALED}
        sealed = seal_json(self._seal, content, practitioner_context(account))
        change = update(practitioners).where(practitioners.c.id == account.id)
        connection.execute(change.values(**_columns(account), sealed=sealed))


_SEALED = ("login", "name", "password", "secret", "recovery", "uses_shortcuts")


def normalized_login(login: str) -> str:
    """Return the login without differences of case, outer blanks and Unicode form."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


def actor(practitioner_id: int) -> str:
    """Return the audit log's name of a practitioner."""
    return f"practitioner {practitioner_id}"


def _columns(account: Account) -> dict[str, object]:
    return {"role": account.role, "is_active": account.is_active, "version": account.version}


def practitioner_context(row: Row[Any] | Account) -> str:
    """Return what a practitioner's sealed bytes are bound to."""
    return f"practitioner {row.id} {row.role} {'active' if row.is_active else 'disabled'} {row.version}"
