"""Runs the migrations that an older database lacks. Apart from `migrate`, because Alembic is large."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection

from webapp.storage.crypto.keyring import BlindIndex
from webapp.storage.crypto.keys import StorageRefused
from webapp.storage.crypto.sealing import Seal


def upgrade(connection: Connection, seal: Seal, blind: BlindIndex, revision: str = "head") -> None:
    """Migrate to a revision. Raise StorageRefused for a database of a newer version."""
    settings = config(connection)
    settings.attributes.update(seal=seal, blind=blind)
    try:
        command.upgrade(settings, revision)
    except CommandError as error:
        raise StorageRefused(
            f"the database was made by another version of Gut Factors ({error}): "
            "start the version that wrote it, or put back a copy"
        ) from error


def config(connection: Connection) -> Config:
    """Return Alembic's settings for a connection that is already in a transaction."""
    settings = Config(attributes={"connection": connection})
    folder = str(Path(__file__).with_name("migrations"))
    settings.set_main_option("script_location", folder.replace("%", "%%"))  # it interpolates values
    return settings
