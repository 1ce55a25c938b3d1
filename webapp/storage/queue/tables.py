"""The tables of the job queue's library (procrastinate), created and migrated by us.

A table of ours records which of the library's migrations a database has, since the library does not.
"""

from collections.abc import Mapping

from sqlalchemy import Column, Connection, MetaData, String, Table, insert, inspect, select

from webapp.storage.crypto.keys import StorageRefused
from webapp.storage.database import Database

_KNOWN_TABLE = "procrastinate_jobs"  # a table that every version of the library has
_steps = Table("queue_steps", MetaData(), Column("name", String(100), primary_key=True))


def prepare_queue(database: Database, schema: str, steps: Mapping[str, str]) -> None:
    """Create the tables, or run the missing migrations, in one transaction. Raise StorageRefused.

    `steps` has the SQL of each migration by its name. They run in the order of their names.
    """
    if database.is_sqlite:
        raise StorageRefused("a queue needs PostgreSQL: set GUTFACTORS_DATABASE_URL")
    with database.writing() as connection:
        database.lock_instance(connection)
        if inspect(connection).has_table(_steps.name):
            _migrate(connection, steps)
        else:
            _create(connection, schema, steps)


def _create(connection: Connection, schema: str, steps: Mapping[str, str]) -> None:
    if inspect(connection).has_table(_KNOWN_TABLE):
        raise StorageRefused(
            f"the table {_KNOWN_TABLE} in the database is of another program: "
            "give Gut Factors a database of its own"
        )
    _run(connection, schema)
    _steps.create(connection)
    connection.execute(insert(_steps), [{"name": name} for name in steps])


def _migrate(connection: Connection, steps: Mapping[str, str]) -> None:
    taken = set(connection.scalars(select(_steps.c.name)))
    if not taken <= steps.keys():
        raise StorageRefused("the queue in the database was made by a newer version: start that one")
    for name in sorted(steps.keys() - taken):
        _run(connection, steps[name])
        connection.execute(insert(_steps).values(name=name))


def _run(connection: Connection, script: str) -> None:
    """Run SQL as it is: it has no parameters, though it contains "%"."""
    connection.execution_options(no_parameters=True).exec_driver_sql(script)
