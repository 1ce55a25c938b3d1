"""Rows as lines of JSON and back, alike for SQLite and PostgreSQL."""

import json
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Integer, LargeBinary, Row, Table, select

from webapp.storage import tables
from webapp.storage.column_types import UtcTime

_BATCH = 200

# What a backup must not bring back: sign-ins, one-time links, failed attempts, reports, prints, a stolen
# kiosk or token, events that were delivered.
SHORT_LIVED = {
    *(tables.signins, tables.remembered, tables.one_time_links, tables.challenges, tables.tries),
    *(tables.probes, tables.reports, tables.invitation_mails),
    *(tables.kiosks, tables.sittings, tables.pickups, tables.api_tokens, tables.webhook_events),
    *(tables.prints, tables.print_parts, tables.print_members),
}

BACKED_UP_TABLES: tuple[Table, ...] = tuple(
    table for table in tables.metadata.sorted_tables if table not in SHORT_LIVED
)
"""The tables in a backup, each after those that it refers to."""


class InvalidRow(Exception):  # noqa: N818  what was found
    """A line is no row of its table."""


def lines_of(connection: Connection, table: Table) -> Iterator[bytes]:
    """Yield every row as one line, in the order of the primary key, in batches."""
    query = select(table).order_by(*table.primary_key).execution_options(yield_per=_BATCH)
    for row in connection.execute(query):
        yield json.dumps(_as_json(table, row), separators=(",", ":")).encode("ascii") + b"\n"


def row_of(table: Table, line: bytes) -> dict[str, Any]:
    """Parse a line to the values of a row. Raise InvalidRow."""
    try:
        values = json.loads(line)
        if not isinstance(values, dict) or values.keys() != {column.name for column in table.columns}:
            raise InvalidRow("its columns are others")
        return {column.name: _from_json(column, values[column.name]) for column in table.columns}
    except (ValueError, TypeError, Base64Error, RecursionError) as error:
        raise InvalidRow(str(error)) from error


def _as_json(table: Table, row: Row[Any]) -> Mapping[str, Any]:
    return {column.name: _to_json(getattr(row, column.name)) for column in table.columns}


def _to_json(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return b64encode(value).decode("ascii") if isinstance(value, bytes) else value


def _from_json(column: Column[Any], value: object) -> object:
    if value is None:
        return None
    if isinstance(column.type, LargeBinary):
        return b64decode(str(value), validate=True)
    if isinstance(column.type, UtcTime):
        return _aware(datetime.fromisoformat(str(value)))
    wanted = next((kind for sort, kind in _PLAIN if isinstance(column.type, sort)), str)
    if type(value) is not wanted:
        raise InvalidRow(f"{column.name} is not {wanted.__name__}")
    return value


_PLAIN: tuple[tuple[type, type], ...] = ((Boolean, bool), (Integer, int))


def _aware(time: datetime) -> datetime:
    if time.tzinfo is None:
        raise InvalidRow("a time has no zone")
    return time
