"""The audit log: who did what, and when. Entries are append-only, each chained to the one before by a digest.

The ends of the chain are sealed: `verify` finds whether somebody without the key has cut or rewritten it. A
checkpoint outside the database shows where old ends were put back.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from webapp.storage.crypto.sealing import Seal, SealBroken, open_json, seal_json
from webapp.storage.database import Database
from webapp.storage.lifecycle.audit_checkpoint import AuditCheckpoint, ChainEnd
from webapp.storage.lifecycle.audit_query import ALL, AuditQuery
from webapp.storage.tables import audit, audit_ends

ACTIONS = frozenset(
    {
        "set up", "added", "changed", "disabled", "enabled", "invited",
        "chose a password", "turned on the code", "turned off the code", "used a recovery code",
        "changed the phone", "made new recovery codes",
        "added a passkey", "removed a passkey", "was refused a passkey",
        "signed in", "failed to sign in", "tried unknown names", "was made to wait", "was refused",
        "exported the log",
        "sent", "took in", "opened", "marked", "printed", "exported", "wrote a note", "deleted",
        "linked", "unlinked", "named", "released", "took back",
        "agreed a plan", "took in a plan", "took back a plan", "looked at the paper",
        "made an invitation", "sent an invitation", "could not send an invitation",
        "reminded of an invitation",
        "could not remind of an invitation", "extended an invitation", "withdrew an invitation",
        "typed a wrong year of birth", "was shown an invitation",
        "made a token", "revoked a token", "could not deliver an event",
        "changed the settings", "changed the policy",
        "added a kiosk", "made a kiosk code", "enrolled a kiosk", "changed a kiosk", "locked a kiosk",
        "unlocked a kiosk", "revoked a kiosk", "raised a flag", "took down a flag",
        "purged", "believed the clock", "backed up", "restored", "rotated the keys", "retired keys",
    }
)  # fmt: skip
"""All acts that are logged, as they read after the actor: "practitioner 3 opened submission 7Q4K-XW"."""

_LOOKING = ("opened", "looked at the paper")

MAX_DETAILS = 400
_AHEAD = timedelta(days=1)
_BATCH = 1000


@dataclass(frozen=True)
class AuditEntry:
    """One act. `actor` is "practitioner 3", "patient", "command" or "server". Numbers have no gaps."""

    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: Mapping[str, Any]


@dataclass(frozen=True)
class ChainCheck:
    """The result of a check. `digest` is that of the last entry: on paper, it proves this state later."""

    entries: int
    is_whole: bool
    message: str
    digest: str


class ChainBroken(Exception):  # noqa: N818  what was found
    """The chain was changed. The message says where."""


class AuditLog:
    """The log of one database."""

    def __init__(self, database: Database, seal: Seal, checkpoint: AuditCheckpoint | None = None) -> None:
        self._database = database
        self._seal = seal
        self._checkpoint = checkpoint

    def append(
        self, connection: Connection, by: str, action: str, subject: str, now: datetime, **details: object
    ) -> None:
        """Add an entry in the caller's transaction, so that it exists exactly if the act does.

        Call it after all other changes of the transaction: it locks the end of the chain, and waiting for a
        row after that could be a deadlock. `details` never hold a name or an answer.
        """
        self.append_each(connection, by, action, (subject,), now, **details)

    def append_each(
        self,
        connection: Connection,
        by: str,
        action: str,
        subjects: Sequence[str],
        now: datetime,
        **details: object,
    ) -> None:
        """Add an entry for each subject, as `append` does, in three statements however many they are."""
        if action not in ACTIONS:
            raise ValueError(f"{action!r} is not an action of the audit log: add it to ACTIONS")
        text = json.dumps(details, sort_keys=True, separators=(",", ":"))
        if len(text) > MAX_DETAILS:
            raise ValueError(f"details of {len(text)} letters: at most {MAX_DETAILS}")
        if not subjects:
            return
        end, rows = self._end(connection, "last", is_writing=True), list[dict[str, Any]]()
        for subject in subjects:
            values = (end.number + 1, now.astimezone(UTC), by, action, subject, text)
            entry = dict(zip(_COVERED, values, strict=True))
            end = ChainEnd(end.number + 1, _digest(end.digest, entry))
            rows.append({**entry, "digest": end.digest})
        connection.execute(insert(audit), rows)
        self._put_end(connection, "last", end)

    def record(self, by: str, action: str, subject: str, now: datetime, **details: object) -> None:
        """Add an entry in a transaction of its own, for acts that change nothing else."""
        with self._database.writing() as connection:
            self.append(connection, by, action, subject, now, **details)

    def list(
        self, before: int | None = None, size: int = 50, subject: str = "", query: AuditQuery = ALL
    ) -> tuple[AuditEntry, ...]:
        """Return the newest `size` matching entries with numbers below `before`, newest first."""
        conditions = (*query.conditions, *AuditQuery(subject).conditions)
        wanted = select(audit).where(*conditions).order_by(audit.c.number.desc()).limit(size)
        if before is not None:
            wanted = wanted.where(audit.c.number < before)
        with self._database.reading() as connection:
            return tuple(_entry(row) for row in connection.execute(wanted))

    def iterate(self, query: AuditQuery) -> Iterator[AuditEntry]:
        """Yield every matching entry, newest first, in batches."""
        before = None
        while entries := self.list(before, _BATCH, query=query):
            yield from entries
            before = entries[-1].number

    def is_unused(self) -> bool:
        """Return whether nothing was ever logged. Old entries that were deleted count."""
        with self._database.reading() as connection, suppress(ChainBroken):  # which `verify` reports
            return self._end(connection, "last") == ChainEnd()
        return False

    def acted_on(
        self, connection: Connection, by: str, subjects: Sequence[str], since: datetime, action: str = ""
    ) -> set[str]:
        """Return the subjects that `by` did this with since then; by default, any act but looking at them."""
        done = (audit.c.subject.in_(subjects), audit.c.actor == by, audit.c.at >= since)
        which = audit.c.action == action if action else audit.c.action.not_in(_LOOKING)
        return set(connection.scalars(select(audit.c.subject).where(*done, which).distinct()))

    def verify(self) -> ChainCheck:
        """Recompute the chain between its sealed ends, and compare it with the checkpoint."""
        with self._database.snapshot() as connection:
            result = self.check(connection)
            problem = self._checkpoint_problem(connection) if result.is_whole else ""
        return replace(result, is_whole=False, message=problem, digest="") if problem else result

    def update_checkpoint(self) -> None:
        """Record the end of the log outside the database. Raise StoreUnavailable."""
        with self._database.snapshot() as connection, suppress(ChainBroken):  # which `verify` reports
            if self._checkpoint:
                self._checkpoint.advance(connection, *self._ends(connection))

    def _checkpoint_problem(self, connection: Connection) -> str:
        return self._checkpoint.problem(connection, *self._ends(connection)) if self._checkpoint else ""

    def _ends(self, connection: Connection) -> tuple[ChainEnd, ChainEnd]:
        return self._end(connection, "first"), self._end(connection, "last")

    def check(self, connection: Connection) -> ChainCheck:
        """Recompute the chain in the caller's transaction, which should be a snapshot."""
        total = connection.scalar(select(func.count()).select_from(audit)) or 0
        try:
            last = self._checked(connection)
        except ChainBroken as broken:
            return ChainCheck(total, is_whole=False, message=str(broken), digest="")
        message = f"{total} entries, none of them changed, missing or added"
        return ChainCheck(total, is_whole=True, message=message, digest=last.digest)

    def purge(self, connection: Connection, before: datetime, now: datetime) -> int:
        """Delete the oldest entries up to the first one of `before` or later, and return their number.

        An entry dated in the future keeps none: the clock was ahead when it was written. Like `append`, call
        it after all other changes of the transaction.
        """
        last = self._end(connection, "last", is_writing=True)
        first = self._end(connection, "first")
        is_kept = audit.c.at.between(before, now + _AHEAD)
        kept = connection.scalar(select(func.min(audit.c.number)).where(is_kept))
        boundary = last.number if kept is None else kept - 1
        if boundary <= first.number:
            return 0
        digest = connection.scalar(select(audit.c.digest).where(audit.c.number == boundary))
        if digest is None:
            raise ChainBroken(f"entry {boundary} is missing")
        connection.execute(delete(audit).where(audit.c.number <= boundary))
        self._put_end(connection, "first", ChainEnd(boundary, digest))
        return boundary - first.number

    def _checked(self, connection: Connection) -> ChainEnd:
        reached, last = self._end(connection, "first"), self._end(connection, "last")
        for row in _rows(connection):
            if row.number != reached.number + 1:
                raise ChainBroken(f"entry {reached.number + 1} is missing")
            entry = {column: getattr(row, column) for column in _COVERED}
            if row.digest != _digest(reached.digest, entry):
                raise ChainBroken(f"entry {row.number} was changed")
            reached = ChainEnd(row.number, row.digest)
        if reached.number < last.number:
            raise ChainBroken(f"the entries from {reached.number + 1} to {last.number} are missing")
        if reached != last:
            raise ChainBroken("entries were added or rewritten by somebody without the instance's key")
        return last

    def _end(self, connection: Connection, name: str, *, is_writing: bool = False) -> ChainEnd:
        """Return an end of the chain; with `is_writing`, lock its row. Raise ChainBroken."""
        query = select(audit_ends.c.sealed).where(audit_ends.c.name == name)
        sealed = connection.scalar(query.with_for_update() if is_writing else query)
        try:
            return ChainEnd(**open_json(self._seal, sealed or b"", end_context(name)))
        except SealBroken as broken:
            raise ChainBroken(
                f"the {name} end of the chain is missing, or is not what was sealed"
            ) from broken

    def _put_end(self, connection: Connection, name: str, end: ChainEnd) -> None:
        sealed = _sealed_end(self._seal, name, end)
        connection.execute(update(audit_ends).where(audit_ends.c.name == name).values(sealed=sealed))


def begin_chain(connection: Connection, seal: Seal) -> None:
    """Write the ends of an empty chain, when the tables are created."""
    for name in ("first", "last"):
        connection.execute(insert(audit_ends).values(name=name, sealed=_sealed_end(seal, name, ChainEnd())))


def end_context(name: str) -> str:
    """Return what a sealed end is bound to."""
    return f"audit end {name}"


_COVERED = ("number", "at", "actor", "action", "subject", "details")


def _digest(previous: str, entry: Mapping[str, Any]) -> str:
    at = entry["at"].astimezone(UTC).isoformat(timespec="microseconds")
    covered = [previous, *(at if column == "at" else entry[column] for column in _COVERED)]
    return sha256(json.dumps(covered, separators=(",", ":")).encode()).hexdigest()


def _sealed_end(seal: Seal, name: str, end: ChainEnd) -> bytes:
    return seal_json(seal, {"number": end.number, "digest": end.digest}, end_context(name))


def _rows(connection: Connection) -> Iterator[Row[Any]]:
    reached = None
    while True:
        query = select(audit).order_by(audit.c.number).limit(_BATCH)
        rows = connection.execute(query if reached is None else query.where(audit.c.number > reached)).all()
        yield from rows
        if len(rows) < _BATCH:
            return
        reached = rows[-1].number


def _entry(row: Row[Any]) -> AuditEntry:
    details = json.loads(row.details)
    return AuditEntry(row.number, row.at, row.actor, row.action, row.subject, details)
