"""All that is sealed with the instance's key: in which columns it lies, and what each row's belongs to."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, LargeBinary, Row, Table, func, inspect, or_, select

from webapp.storage.accounts.account_store import practitioner_context
from webapp.storage.clinic.settings import settings_context
from webapp.storage.crypto.sealing import KEY_ID_BYTES
from webapp.storage.kiosk.kiosks import kiosk_context
from webapp.storage.lifecycle.audit import end_context
from webapp.storage.submissions.encryption import context as submission_context
from webapp.storage.submissions.print_jobs import file_context, task_context
from webapp.storage.tables import (
    audit_ends,
    clinic_settings,
    kiosks,
    practitioners,
    print_parts,
    submissions,
)


@dataclass(frozen=True)
class SealedTable:
    """A table with sealed columns, each with the context of a row's bytes; `key` names the row."""

    table: Table
    key: Column[Any]
    contexts: dict[str, Callable[[Row[Any]], str]]

    def is_strange(self, key_ids: Collection[str]) -> ColumnElement[bool]:
        """Hold for the rows of which something is sealed with none of these keys."""
        known = [bytes.fromhex(key_id) for key_id in key_ids]
        return or_(*(_key_of(self.table.c[name]).not_in(known) for name in self.contexts))


def _of_submission(column: str) -> Callable[[Row[Any]], str]:
    def told(row: Row[Any]) -> str:
        return submission_context(
            column, row.draft_id, row.reference, row.digest if column == "sealed" else ""
        )

    return told


SUBMISSIONS = SealedTable(
    submissions,
    submissions.c.id,
    {name: _of_submission(name) for name in ("sealed", "sealed_card", "sealed_note")},
)
PRACTITIONERS = SealedTable(practitioners, practitioners.c.id, {"sealed": practitioner_context})
SEALED_TABLES = (
    SUBMISSIONS,
    PRACTITIONERS,
    SealedTable(clinic_settings, clinic_settings.c.name, {"sealed": lambda row: settings_context(row.name)}),
    SealedTable(kiosks, kiosks.c.id, {"sealed": lambda row: kiosk_context(row.id)}),
    SealedTable(print_parts, print_parts.c.id, {"sealed": task_context, "sealed_file": file_context}),
    SealedTable(audit_ends, audit_ends.c.name, {"sealed": lambda row: end_context(row.name)}),
)


def strange_key(connection: Connection, key_ids: Collection[str]) -> str | None:
    """Give the id of a key that something is sealed with, and that is none of these.

    Of each table the first row and the last: rotation goes from one end to the other. An older version
    has fewer tables.
    """
    there = inspect(connection).get_table_names()
    for each in (one for one in SEALED_TABLES if one.table.name in there):
        for order in (each.key.asc(), each.key.desc()):
            mark = connection.scalar(select(_key_of(each.table.c.sealed)).order_by(order).limit(1))
            if mark is not None and mark.hex() not in key_ids:
                return str(mark.hex())
    return None


def _key_of(column: Column[Any]) -> ColumnElement[bytes]:
    """The id of the key with which a column is sealed."""
    return func.substr(column, 1, KEY_ID_BYTES, type_=LargeBinary)
