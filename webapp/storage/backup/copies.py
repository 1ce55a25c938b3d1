"""A copy of an SQLite database before its tables are brought to another version: the way back, for a week."""

from __future__ import annotations

import logging
import os
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from webapp.storage.crypto.keys import StorageRefused
from webapp.storage.database import Database

TERM = timedelta(days=7)
"""As long as anybody may take to see that a new version does harm. What was deleted since is still in it."""

_log = logging.getLogger("gutfactors")


def copy_before(database: Database, revision: str) -> None:
    """Copy what is committed, as sealed as it is, before it gets the tables of a revision.

    Raises StorageRefused where there is no room. PostgreSQL has its own ways.
    """
    path = _file_of(database)
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


def forget_copies(database: Database, now: datetime) -> None:
    """Delete the copies whose week is over."""
    path = _file_of(database)
    for copy in path.parent.glob(f"{path.name}.before-*") if path else ():
        if copy.stat().st_mtime <= (now - TERM).timestamp():
            copy.unlink(missing_ok=True)


def _file_of(database: Database) -> Path | None:
    named = database.url.database if database.is_sqlite else None
    return Path(named) if named else None
