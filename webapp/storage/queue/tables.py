"""The tables of the queue, which a library of its own brings along: made and brought up to date by us.

Which of its steps a database has is noted in a table of ours, since the library notes it nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Column, Connection, MetaData, String, Table, insert, inspect, select

from webapp.storage.crypto.keys import StorageRefused
from webapp.storage.database import Database
from webapp.storage.migrate import wait_for_turn

_MARK = "procrastinate_jobs"
"""A table of the library that every version has."""

_steps = Table("queue_steps", MetaData(), Column("name", String(100), primary_key=True))


def prepare_queue(database: Database, schema: str, steps: Mapping[str, str]) -> None:
    """Make the tables, or take the steps that are missing, in one transaction.

    `steps` is the SQL of each, by names in whose order they are taken. Raises StorageRefused.
    """
    if database.is_sqlite:
        raise StorageRefused("a queue needs PostgreSQL: set GUTFACTORS_DATABASE_URL")
    with database.writing() as connection:
        wait_for_turn(connection, database)
        if inspect(connection).has_table(_steps.name):
            _take(connection, steps)
        else:
            _make(connection, schema, steps)


def _make(connection: Connection, schema: str, steps: Mapping[str, str]) -> None:
    if inspect(connection).has_table(_MARK):
        raise StorageRefused(
            f"the table {_MARK} in the database is of another program: give Gut Factors a database of its own"
        )
    _run(connection, schema)
    _steps.create(connection)
    connection.execute(insert(_steps), [{"name": name} for name in steps])


def _take(connection: Connection, steps: Mapping[str, str]) -> None:
    taken = set(connection.scalars(select(_steps.c.name)))
    if not taken <= steps.keys():
        raise StorageRefused("the queue in the database was made by a newer version: start that one")
    for name in sorted(steps.keys() - taken):
        _run(connection, steps[name])
        connection.execute(insert(_steps).values(name=name))


def _run(connection: Connection, script: str) -> None:
    """Run statements as they are: there are no places for values in them, though they hold "%"."""
    connection.execution_options(no_parameters=True).exec_driver_sql(script)
