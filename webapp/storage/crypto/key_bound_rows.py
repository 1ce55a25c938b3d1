"""Every column whose digest only the holder of a token can make again, under another key, at the next use.

Rotation cannot renew them, since no token is stored. Retiring a key goes through this list: a new table with
an id of `TokenIds` must be added to it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Column, ColumnElement, Connection, and_, delete, func, select, true, update

from webapp.clinic.policy import IDLE_MINUTES
from webapp.storage.accounts.sign_ins import MAX_AGE
from webapp.storage.accounts.trusted_browsers import TERM as TRUSTED_TERM
from webapp.storage.connections.api_tokens import token_context
from webapp.storage.crypto.keyring import KEY_ID_LETTERS
from webapp.storage.crypto.sealing import Seal, open_json
from webapp.storage.kiosk.kiosks import kiosk_context
from webapp.storage.tables import api_tokens, challenges, kiosks, one_time_links, remembered, signins


@dataclass(frozen=True)
class KeyBoundColumn:
    """Where digests of one kind of token are. `is_current` tells the rows that have not expired.

    `context` is that of the row's sealed name, for rows that somebody gave one.
    """

    kind: str
    column: Column[str]
    is_current: Callable[[datetime], ColumnElement[bool]]
    context: Callable[[int], str] | None = None

    def needs_other_key(self, newest: str) -> ColumnElement[bool]:
        """Return the condition for rows that are not found by the newest key."""
        return func.substr(self.column, 1, KEY_ID_LETTERS) != newest


@dataclass(frozen=True)
class KeyBoundRows:
    """Rows of one kind that only an old key finds, with their names where they have some."""

    kind: str
    count: int
    names: tuple[str, ...] = ()


TOKENS, DEVICES, CODES = "tokens", "kiosks", "kiosk codes"
SIGN_INS, BROWSERS, LINKS, CHALLENGES = "sign-ins", "trusted browsers", "one-time links", "passkey challenges"

KEY_BOUND = (
    KeyBoundColumn(TOKENS, api_tokens.c.token_id, lambda _now: true(), token_context),
    KeyBoundColumn(DEVICES, kiosks.c.device_id, lambda _now: true(), kiosk_context),
    KeyBoundColumn(CODES, kiosks.c.code_index, lambda now: kiosks.c.code_until > now),
    KeyBoundColumn(
        SIGN_INS,
        signins.c.id,
        lambda now: and_(
            signins.c.began_at > now - MAX_AGE, signins.c.seen_at > now - timedelta(minutes=IDLE_MINUTES[1])
        ),
    ),
    KeyBoundColumn(BROWSERS, remembered.c.id, lambda now: remembered.c.began_at > now - TRUSTED_TERM),
    KeyBoundColumn(LINKS, one_time_links.c.id, lambda now: one_time_links.c.expires_at > now),
    KeyBoundColumn(CHALLENGES, challenges.c.id, lambda now: challenges.c.expires_at > now),
)


def key_bound_rows(connection: Connection, seal: Seal, newest: str, now: datetime) -> Iterator[KeyBoundRows]:
    """Yield what lives and would end without the older keys. Raise SealBroken."""
    for each in KEY_BOUND:
        table = each.column.table
        rows = connection.execute(
            select(table).where(each.needs_other_key(newest), each.is_current(now))
        ).all()
        if rows:
            context = each.context
            names = (
                ()
                if context is None
                else (open_json(seal, row.sealed, context(row.id))["name"] for row in rows)
            )
            yield KeyBoundRows(each.kind, len(rows), tuple(names))


def end_key_bound_rows(connection: Connection, newest: str) -> Sequence[int]:
    """End whatever only an older key finds, so that nothing is listed as good that opens nothing.

    Return the numbers of the tokens of other programs that ended.
    """
    ended: Sequence[int] = ()
    for each in KEY_BOUND:
        table, is_old = each.column.table, each.needs_other_key(newest)
        if table is kiosks:  # which stays, and can be enrolled again
            connection.execute(update(kiosks).where(is_old).values({each.column: None}))
        elif table is api_tokens:
            ended = connection.scalars(delete(table).where(is_old).returning(api_tokens.c.id)).all()
        else:
            connection.execute(delete(table).where(is_old))
    return ended
