"""A witness of the audit outside the database: the last entry that was seen, sealed, in the instance folder.

Whoever can write the database, and put old rows of it back, cannot put this back. It moves on only where the
log still holds what it says; where not, it stays, for `verify` to tell.
"""

from __future__ import annotations

import logging
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from webapp.storage.crypto.sealing import Seal, SealBroken, open_json, seal_json
from webapp.storage.database import StoreUnavailable
from webapp.storage.tables import audit

FILE = "audit.end"

_CONTEXT = "audit witness"

_log = logging.getLogger("gutfactors")


@dataclass(frozen=True)
class ChainEnd:
    """An entry's number and digest. The first end is of the entry that the oldest one follows on."""

    number: int = 0
    digest: str = ""


class AuditCheckpoint:
    """The witness in one folder. Each server has its own."""

    def __init__(self, folder: Path, seal: Seal) -> None:
        self.path = folder / FILE
        self._seal = seal

    def objection(self, connection: Connection, first: ChainEnd, last: ChainEnd) -> str:
        """Say what the log lacks of what was seen; "" where nothing is missing."""
        try:
            seen = self._seen()
        except SealBroken:
            return f"{self.path}, where its end was noted, cannot be opened with the key of this instance"
        if seen.number <= first.number or self._stands(connection, seen, last):
            return ""
        return (
            f"it does not hold entry {seen.number} as it was noted in {self.path}: entries were cut off, or "
            "an older copy was put back. If you did that yourself, delete that file"
        )

    def move_on(self, connection: Connection, first: ChainEnd, last: ChainEnd) -> None:
        """Note the end of the log, unless it lacks something. Raises StoreUnavailable."""
        objection = self.objection(connection, first, last)
        if objection:
            _log.warning("the audit log is broken: %s", objection)
        else:
            self._note(last)

    def forget(self) -> None:
        """There is another log now, on purpose."""
        self.path.unlink(missing_ok=True)

    def _stands(self, connection: Connection, seen: ChainEnd, last: ChainEnd) -> bool:
        if seen.number > last.number:
            return False
        return connection.scalar(select(audit.c.digest).where(audit.c.number == seen.number)) == seen.digest

    def _seen(self) -> ChainEnd:
        """What was noted; the beginning where nothing was. Raises SealBroken."""
        try:
            return ChainEnd(**open_json(self._seal, self.path.read_bytes(), _CONTEXT))
        except FileNotFoundError:
            return ChainEnd()

    def _note(self, last: ChainEnd) -> None:
        draft = self.path.with_name(f".{FILE}.{os.urandom(8).hex()}")
        try:
            draft.touch(mode=0o600)
            draft.write_bytes(seal_json(self._seal, asdict(last), _CONTEXT))
            draft.replace(self.path)
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise StoreUnavailable(f"{self.path} cannot be written: {error.strerror}") from error
