"""Databases of an earlier version, brought up to date, and how their tables differ from those of the code."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from webapp.storage import InstanceKey, instance_key
from webapp.storage.crypto.keyring import BlindIndex, KeyRing, RingSeal
from webapp.storage.crypto.sealing import Seal
from webapp.storage.database import Database
from webapp.storage.migration_runner import upgrade
from webapp.storage.tables import metadata


def differences(url: str) -> object:
    with closing(Database(url)) as database, database.reading() as connection:
        return compare_metadata(MigrationContext.configure(connection), metadata)


def upgraded(url: str, seal: Seal, revision: str = "head", blind: BlindIndex | None = None) -> None:
    blind = blind or BlindIndex(KeyRing(Path("none"), InstanceKey(bytes(32))))
    with closing(Database(url)) as database, database.writing() as connection:
        upgrade(connection, seal, blind, revision)


def ring_seal(key_file: Path) -> RingSeal:
    return RingSeal(KeyRing(key_file, instance_key(key_file)), os.urandom)
