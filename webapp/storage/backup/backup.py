"""Backups: everything that is kept, as of one moment, in one file. What is sealed stays sealed."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from webapp.storage.backup.archive import KEY, ArchiveWriter, Manifest, atomic_archive
from webapp.storage.backup.row_json import BACKED_UP_TABLES, lines_of
from webapp.storage.clock.timestamps import BACKED_UP, set_timestamp
from webapp.storage.crypto.keyring import KeyRing, RingSeal
from webapp.storage.crypto.keys import StorageRefused
from webapp.storage.crypto.sealing import RandomBytes
from webapp.storage.database import Database, StoreUnavailable
from webapp.storage.lifecycle.audit import AuditLog, ChainBroken
from webapp.storage.lifecycle.purge import DATABASE
from webapp.storage.migrate import NEWEST


@dataclass(frozen=True)
class WrittenBackup:
    """What a file holds, and why it could not be noted in the instance, or ""."""

    manifest: Manifest
    unnoted: str = ""


class Backups:
    """Writes the backups of one database."""

    def __init__(self, database: Database, ring: KeyRing, audit: AuditLog, random_bytes: RandomBytes) -> None:
        self._database = database
        self._ring = ring
        self._audit = audit
        self._random_bytes = random_bytes

    def create(self, path: Path, by: str, now: datetime, *, with_key: bool) -> WrittenBackup:
        """Write the file atomically, also from a database that cannot be written, and log it if it can.

        A file with the key in it reveals everything to anybody who has it. Raise StorageRefused.
        """
        manifest = self._write(path, now, with_key=with_key)
        try:
            self._note(by, now, with_key=with_key)
        except StoreUnavailable as error:
            return WrittenBackup(manifest, str(error))
        return WrittenBackup(manifest)

    def _write(self, path: Path, now: datetime, *, with_key: bool) -> Manifest:
        with _explained(path), atomic_archive(path, self._random_bytes) as archive:
            with self._database.snapshot() as connection:
                _add_tables(archive, connection)
            if with_key:
                archive.add(KEY, [self._ring.path.read_bytes()])
            seal = RingSeal(self._ring, self._random_bytes)
            return archive.finish(NEWEST, now.astimezone(UTC).isoformat(timespec="seconds"), seal)

    def _note(self, by: str, now: datetime, *, with_key: bool) -> None:
        with self._database.writing() as connection:
            set_timestamp(connection, BACKED_UP, now)
        with suppress(ChainBroken, IntegrityError):  # back up a damaged database, too
            self._audit.record(by, "backed up", DATABASE, now, with_key=with_key)


def _add_tables(archive: ArchiveWriter, connection: Connection) -> None:
    for table in BACKED_UP_TABLES:
        archive.add(f"{table.name}.jsonl", lines_of(connection, table))


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageRefused(f"the backup {path} cannot be written: {error.strerror}") from error
