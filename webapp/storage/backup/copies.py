"""A copy of the database before a migration, kept for a week as the way back."""

import logging
import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, MetaData
from sqlalchemy.exc import DatabaseError

from webapp.instance_files import create_for
from webapp.storage.backup.archive import atomic_archive
from webapp.storage.backup.row_json import SHORT_LIVED, lines_of
from webapp.storage.crypto.keys import StorageRefused
from webapp.storage.crypto.sealing import Seal
from webapp.storage.database import Database

TERM = timedelta(days=7)
"""Time to notice that a new version does harm. The copy still has what was deleted since."""

_SKIPPED = {table.name for table in SHORT_LIVED} | {"alembic_version"}
_QUEUE = "procrastinate_"

_log = logging.getLogger("gutfactors")


@dataclass(frozen=True)
class MigrationCopies:
    """The copies of one database: of SQLite beside its file, of PostgreSQL in the instance's `folder`."""

    database: Database
    folder: Path

    def create(self, connection: Connection, before: str, revision: str, seal: Seal) -> None:
        """Copy the database, sealed as it is in revision `before`, before it is migrated to a revision.

        Raise StorageRefused where there is no room. The copy of PostgreSQL is a backup for the version that
        wrote the tables.
        """
        path = self.database.file
        copy = self._path_of(revision)
        try:
            if path is None:
                _write_backup(connection, copy, before, seal)
            else:
                _copy_file(path, copy)
        except (OSError, sqlite3.Error, DatabaseError) as error:
            raise StorageRefused(
                "the tables must be brought to a new version, and no copy of the database could be made "
                f"before, in {copy.parent}: {error}. Nothing was changed: make room, and start again"
            ) from error
        _log.warning("the tables are brought to version %s; as it was, the database is in %s", revision, copy)

    def delete_old(self, now: datetime) -> None:
        """Delete the copies older than TERM."""
        any_copy = self._path_of("*")
        for copy in any_copy.parent.glob(any_copy.name):
            if copy.stat().st_mtime <= (now - TERM).timestamp():
                copy.unlink(missing_ok=True)

    def _path_of(self, revision: str) -> Path:
        path = self.database.file
        if path is None:
            return self.folder / f"database.before-{revision}.backup"
        return path.with_name(f"{path.name}.before-{revision}")


def _copy_file(path: Path, copy: Path) -> None:
    draft = copy.with_name(f".{copy.name}.{os.getpid()}")
    try:
        os.close(create_for(copy, draft))
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(draft)) as target:
            source.backup(target)
        draft.replace(copy)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _write_backup(connection: Connection, copy: Path, before: str, seal: Seal) -> None:
    """Write the tables as they are, whatever columns they have, in the form of `gutfactors backup`."""
    found = MetaData()
    found.reflect(connection)
    with atomic_archive(copy, os.urandom, is_in_instance=True) as archive:
        for table in found.sorted_tables:
            if table.name not in _SKIPPED and not table.name.startswith(_QUEUE):
                archive.add(f"{table.name}.jsonl", lines_of(connection, table))
        archive.finish(before, datetime.now(UTC).isoformat(timespec="seconds"), seal)
