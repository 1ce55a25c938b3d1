"""A checkpoint of the audit log outside the database: its last entry, sealed, in the instance folder.

An attacker who can put old rows of the database back cannot put this file back. It advances only if the log
still holds the entry that it names. If not, it stays as it is, for `verify` to report.
"""

import logging
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from webapp.instance_files import replace_file, why_denied
from webapp.storage.crypto.sealing import Seal, SealBroken, open_json, seal_json
from webapp.storage.database import StoreUnavailable
from webapp.storage.tables import audit

FILE = "audit.end"

_CONTEXT = "audit witness"

_log = logging.getLogger("gutfactors")


class CheckpointUnavailable(StoreUnavailable):
    """The file cannot be read or written. The log itself is as it was."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the end of the audit log cannot be noted, or compared with its note: {reason}")


@dataclass(frozen=True)
class ChainEnd:
    """The number and digest of an entry. The first end is the entry before the oldest one."""

    number: int = 0
    digest: str = ""


class AuditCheckpoint:
    """The checkpoint in one folder. Each server has its own."""

    def __init__(self, folder: Path, seal: Seal) -> None:
        self.path = folder / FILE
        self._seal = seal

    def has_entry(self) -> bool:
        """Return whether an entry was noted. A file that does not open has one, of a log that is not here."""
        try:
            return self._read().number > 0
        except (SealBroken, CheckpointUnavailable):
            return True

    def problem(self, connection: Connection, first: ChainEnd, last: ChainEnd) -> str:
        """Return what the log lacks of what was recorded here, or ""."""
        try:
            recorded = self._read()
        except SealBroken:
            return f"{self.path}, where its end was noted, cannot be opened with the key of this instance"
        if recorded.number <= first.number or _holds(connection, recorded, last):
            return ""
        return (
            f"it does not hold entry {recorded.number} as it was noted in {self.path}: entries were cut off, "
            "or an older copy was put back. If you did that yourself, delete that file"
        )

    def advance(self, connection: Connection, first: ChainEnd, last: ChainEnd) -> None:
        """Record the end of the log, unless the log has a problem. Raise CheckpointUnavailable."""
        problem = self.problem(connection, first, last)
        if problem:
            _log.warning("the audit log is broken: %s", problem)
        else:
            self._write(last)

    def delete(self) -> None:
        """Delete the checkpoint, because the log was replaced on purpose."""
        self.path.unlink(missing_ok=True)

    def _read(self) -> ChainEnd:
        """Return the start of the log where there is no file. Raise SealBroken or CheckpointUnavailable."""
        try:
            sealed = self.path.read_bytes()
        except FileNotFoundError:
            return ChainEnd()
        except OSError as error:
            denied = isinstance(error, PermissionError)
            reason = why_denied(self.path) if denied else f"{self.path} cannot be read: {error.strerror}"
            raise CheckpointUnavailable(reason) from error
        return ChainEnd(**open_json(self._seal, sealed, _CONTEXT))

    def _write(self, last: ChainEnd) -> None:
        try:
            replace_file(self.path, seal_json(self._seal, asdict(last), _CONTEXT))
        except OSError as error:
            raise CheckpointUnavailable(f"{self.path} cannot be written: {error.strerror}") from error


def _holds(connection: Connection, recorded: ChainEnd, last: ChainEnd) -> bool:
    if recorded.number > last.number:
        return False
    digest = select(audit.c.digest).where(audit.c.number == recorded.number)
    return connection.scalar(digest) == recorded.digest
