"""Tokens by which other programs of the clinic fetch submissions: made and revoked by a manager."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from webapp.storage.crypto.keyring import BlindIndex
from webapp.storage.crypto.sealing import RandomBytes, Seal, SealBroken, naming_row, open_json, seal_json
from webapp.storage.crypto.tokens import API_TOKEN, TokenIds, new_token
from webapp.storage.database import Database
from webapp.storage.lifecycle.audit import AuditLog
from webapp.storage.tables import api_tokens

REPORT, ANSWERS = SCOPES = ("report", "answers")
"""What a token may fetch: the patient's report as a PDF; the answers as JSON and FHIR."""

PREFIX = "gutfactors_"
"""How a token begins, so that programs that look for leaked secrets find it."""


@dataclass(frozen=True)
class ApiToken:
    """A token without its secret, which was shown to the person who made it, and nobody can read again."""

    id: int
    name: str
    scopes: frozenset[str]
    created_by: str
    created_at: datetime
    used_at: datetime | None

    @property
    def actor(self) -> str:
        """The audit log's name of the program."""
        return subject_of(self.id)


class ApiTokens:
    """The tokens of one database."""

    def __init__(
        self, database: Database, seal: Seal, blind: BlindIndex, audit: AuditLog, random_bytes: RandomBytes
    ) -> None:
        self._database = database
        self._seal = seal
        self._ids = TokenIds(blind, API_TOKEN)
        self._audit = audit
        self._random_bytes = random_bytes

    def create(self, name: str, scopes: Collection[str], by: str, now: datetime) -> str:
        """Return a new token, which is not stored. Raise ValueError for unknown or no scopes."""
        if not scopes or not set(scopes) <= set(SCOPES):
            raise ValueError(f"there are no scopes {sorted(scopes)}")
        token = new_token(self._random_bytes)
        values = {"token_id": self._ids.digest(token), "scopes": " ".join(sorted(scopes)), "sealed": b""}
        with self._database.writing() as connection:
            row = insert(api_tokens).values(**values, created_by=by, created_at=now)
            made = connection.scalar(row.returning(api_tokens.c.id))
            assert made is not None  # noqa: S101  a row was made
            sealed = seal_json(self._seal, {"name": name}, token_context(made))
            connection.execute(update(api_tokens).where(api_tokens.c.id == made).values(sealed=sealed))
            self._audit.append(connection, by, "made a token", subject_of(made), now, scopes=values["scopes"])
        return PREFIX + token

    def use(self, typed: str, now: datetime) -> ApiToken | None:
        """Return the token that a program sent, and note that it was used; None for an unknown one.

        Its id is stored again under the newest key, so that older keys can be retired.
        """
        if not typed.startswith(PREFIX):
            return None
        token = typed.removeprefix(PREFIX)
        this = update(api_tokens).where(api_tokens.c.token_id.in_(self._ids.digests(token)))
        used = this.values(used_at=now, token_id=self._ids.digest(token)).returning(*api_tokens.c)
        with self._database.writing() as connection:
            row = connection.execute(used).first()
        return None if row is None else self._unsealed(row)

    def list(self) -> tuple[ApiToken, ...]:
        """Return all tokens, the newest first. Raise SealBroken."""
        rows = self._database.rows(select(api_tokens).order_by(api_tokens.c.id.desc()))
        return tuple(map(self._unsealed, rows))

    def made_by(self, actor: str) -> tuple[ApiToken, ...]:
        """Return the tokens that this person was shown, the newest first; one that is damaged has no name."""
        made = select(api_tokens).where(api_tokens.c.created_by == actor).order_by(api_tokens.c.id.desc())
        return tuple(map(self._unsealed_or_nameless, self._database.rows(made)))

    def revoke_made_by(self, actor: str, by: str, now: datetime) -> int:
        """Delete all tokens that this person was shown, and return how many there were."""
        mine = delete(api_tokens).where(api_tokens.c.created_by == actor).returning(api_tokens.c.id)
        with self._database.writing() as connection:
            revoked = connection.scalars(mine).all()
            for token_id in revoked:
                self._audit.append(connection, by, "revoked a token", subject_of(token_id), now)
        return len(revoked)

    def revoke(self, token_id: int, by: str, now: datetime) -> bool:
        """Delete a token. Return False where there is none."""
        with self._database.writing() as connection:
            done = connection.execute(delete(api_tokens).where(api_tokens.c.id == token_id)).rowcount == 1
            if done:
                self._audit.append(connection, by, "revoked a token", subject_of(token_id), now)
        return done

    def _unsealed(self, row: Row[Any]) -> ApiToken:
        with naming_row("api_tokens", row.id):
            name = open_json(self._seal, row.sealed, token_context(row.id))["name"]
        return _token(row, name)

    def _unsealed_or_nameless(self, row: Row[Any]) -> ApiToken:
        try:
            return self._unsealed(row)
        except SealBroken:  # a token whose name is damaged opens as much as any other
            return _token(row, "")


def _token(row: Row[Any], name: str) -> ApiToken:
    scopes = frozenset(row.scopes.split())
    return ApiToken(row.id, name, scopes, row.created_by, row.created_at, row.used_at)


def token_context(token_id: int) -> str:
    """Return what a token's sealed name is bound to."""
    return f"api_token {token_id}"


def subject_of(token_id: int) -> str:
    """Return the audit log's name of a token."""
    return f"token {token_id}"
