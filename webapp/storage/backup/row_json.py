"""Rows of the tables as lines of JSON, and back: the same for SQLite and PostgreSQL."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Integer, LargeBinary, Row, Table, select

from webapp.storage.accounts.browsers import remembered
from webapp.storage.column_types import UtcTime
from webapp.storage.tables import (
    invitations,
    kiosks,
    metadata,
    pickups,
    print_members,
    print_parts,
    prints,
    probes,
    reports,
    signins,
    sittings,
    tries,
)

_BATCH = 200

# What is over must not come back to life with a backup: a sign-in, a link, a failed try, a
# report, a print, a stolen kiosk.
_PASSING = {
    *(signins, remembered, invitations, tries, probes, reports),
    *(kiosks, sittings, pickups),
    *(prints, print_parts, print_members),
}

BACKED_UP_TABLES: tuple[Table, ...] = tuple(
    table for table in metadata.sorted_tables if table not in _PASSING
)
"""What a backup holds: each table after those that it refers to."""


class InvalidRow(Exception):  # noqa: N818  what was found
    """The line is no row of its table."""


def lines_of(connection: Connection, table: Table) -> Iterator[bytes]:
    """Give every row as one line, in the order of their keys, a few at a time."""
    query = select(table).order_by(*table.primary_key).execution_options(yield_per=_BATCH)
    for row in connection.execute(query):
        yield json.dumps(_said(table, row), separators=(",", ":")).encode("ascii") + b"\n"


def row_of(table: Table, line: bytes) -> dict[str, Any]:
    """Give the values of the row that a line tells. Raises LineWrong."""
    try:
        said = json.loads(line)
        if not isinstance(said, dict) or said.keys() != {column.name for column in table.columns}:
            raise InvalidRow("its columns are others")
        return {column.name: _value(column, said[column.name]) for column in table.columns}
    except (ValueError, TypeError, Base64Error, RecursionError) as error:
        raise InvalidRow(str(error)) from error


def _said(table: Table, row: Row[Any]) -> Mapping[str, Any]:
    return {column.name: _outside(getattr(row, column.name)) for column in table.columns}


def _outside(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return b64encode(value).decode("ascii") if isinstance(value, bytes) else value


def _value(column: Column[Any], said: object) -> object:
    if said is None:
        return None
    if isinstance(column.type, LargeBinary):
        return b64decode(str(said), validate=True)
    if isinstance(column.type, UtcTime):
        return _aware(datetime.fromisoformat(str(said)))
    wanted = next((kind for sort, kind in _PLAIN if isinstance(column.type, sort)), str)
    if type(said) is not wanted:
        raise InvalidRow(f"{column.name} is not {wanted.__name__}")
    return said


_PLAIN: tuple[tuple[type, type], ...] = ((Boolean, bool), (Integer, int))


def _aware(time: datetime) -> datetime:
    if time.tzinfo is None:
        raise InvalidRow("a time has no zone")
    return time
