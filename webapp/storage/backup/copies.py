"""A copy of an SQLite database before a migration, kept for a week as the way back."""

import logging
import os
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta

from webapp.storage.crypto.keys import StorageRefused
from webapp.storage.database import Database

TERM = timedelta(days=7)
"""Time to notice that a new version does harm. The copy still has what was deleted since."""

_log = logging.getLogger("gutfactors")


def copy_before_migration(database: Database, revision: str) -> None:
    """Copy an SQLite database, sealed as it is, before it is migrated to a revision.

    Raise StorageRefused where there is no room. For PostgreSQL do nothing: it has tools of its own.
    """
    path = database.file
    if path is None:
        return
    copy = path.with_name(f"{path.name}.before-{revision}")
    draft = copy.with_name(f".{copy.name}.{os.getpid()}")
    try:
        draft.touch(mode=0o600)
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(draft)) as target:
            source.backup(target)
        draft.replace(copy)
    except (OSError, sqlite3.Error) as error:
        draft.unlink(missing_ok=True)
        raise StorageRefused(
            f"the tables must be brought to a new version, and no copy of the database could be made before, "
            f"in {path.parent}: {error}. Nothing was changed: make room, and start again"
        ) from error
    _log.warning("the tables are brought to version %s; as it was, the database is in %s", revision, copy)


def delete_old_copies(database: Database, now: datetime) -> None:
    """Delete the copies older than TERM."""
    path = database.file
    for copy in path.parent.glob(f"{path.name}.before-*") if path else ():
        if copy.stat().st_mtime <= (now - TERM).timestamp():
            copy.unlink(missing_ok=True)
