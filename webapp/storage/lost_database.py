"""A lost database: `audit.end` in the instance folder shows that one was used, and the one found is empty."""

import os
from pathlib import Path

from sqlalchemy import inspect

from webapp.instance_files import is_there
from webapp.storage.crypto.keyring import KeyRing, RingSeal
from webapp.storage.crypto.keys import StorageRefused, read_key
from webapp.storage.crypto.sealing import Seal
from webapp.storage.database import Database
from webapp.storage.lifecycle.audit import AuditLog
from webapp.storage.lifecycle.audit_checkpoint import FILE, AuditCheckpoint
from webapp.storage.migrate import REVISION_TABLE


class LostDatabase(StorageRefused):
    """The database is empty or missing, and this instance had another one."""

    def __init__(self, key_file: Path) -> None:
        noted = key_file.parent / FILE
        super().__init__(
            f"there is no database that was used, and {noted} shows that there was one: is "
            "GUTFACTORS_DATABASE_URL the server's? Nothing was made. Put a backup back with  gutfactors "
            f"restore FILE, or, to start over with an empty database on purpose, delete {noted} (and "
            f"{key_file}, if no backup needs it)"
        )


def was_used(key_file: Path) -> bool:
    """Return whether entries of an audit log were noted beside the key. Raise StorageRefused for a wrong key.

    Ask before the database is read: another process may write its first entry, and note it, in between.
    """
    if not is_there(key_file.parent / FILE):
        return False
    if not is_there(key_file):
        return True
    seal = RingSeal(KeyRing(key_file, read_key(key_file)), os.urandom)
    return AuditCheckpoint(key_file.parent, seal).has_entry()


def refuse_lost_file(path: Path | None, key_file: Path) -> None:
    """Raise LostDatabase where the file of an SQLite database in use is missing or has no content."""
    if path is not None and not (is_there(path) and path.stat().st_size):
        raise LostDatabase(key_file)


def refuse_lost_tables(database: Database, key_file: Path) -> None:
    """Raise LostDatabase where a database in use has no tables."""
    with database.reading() as connection:
        if not inspect(connection).has_table(REVISION_TABLE):
            raise LostDatabase(key_file)


def refuse_lost_log(database: Database, seal: Seal, key_file: Path) -> None:
    """Raise LostDatabase where nothing was ever logged in a database in use: its tables were just made."""
    if AuditLog(database, seal).is_unused():
        raise LostDatabase(key_file)
