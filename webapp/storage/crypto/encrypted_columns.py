"""Every column that is sealed with the instance's key, and what each row's bytes are bound to.

Rotation and restoring go through this list: a new table with sealed columns must be added to it.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    LargeBinary,
    Row,
    Table,
    func,
    inspect,
    or_,
    select,
    union_all,
)

from webapp.storage.accounts.account_store import practitioner_context
from webapp.storage.accounts.passkeys import passkey_context
from webapp.storage.clinic.settings import settings_context
from webapp.storage.connections.api_tokens import token_context
from webapp.storage.crypto.sealing import KEY_ID_BYTES
from webapp.storage.invitations.invitation import invitation_context, mail_context
from webapp.storage.kiosk.kiosks import kiosk_context
from webapp.storage.lifecycle.audit import end_context
from webapp.storage.submissions.encryption import picture_context, submission_context
from webapp.storage.submissions.print_jobs import file_context, task_context
from webapp.storage.tables import (
    api_tokens,
    audit_ends,
    clinic_settings,
    invitation_mails,
    kiosks,
    paper_pages,
    passkeys,
    patient_invitations,
    practitioners,
    print_parts,
    submissions,
)


@dataclass(frozen=True)
class SealedTable:
    """A table with sealed columns. `key` is its primary key; `contexts` has the seal's context by column."""

    table: Table
    key: Column[Any]
    contexts: dict[str, Callable[[Row[Any]], str]]

    def is_sealed_otherwise(self, key_ids: Collection[str]) -> ColumnElement[bool]:
        """Return the condition for rows in which something is sealed with none of these keys."""
        known = [bytes.fromhex(key_id) for key_id in key_ids]
        return or_(*(sealing_key_id(self.table.c[name]).not_in(known) for name in self.contexts))


def _of_submission(column: str) -> Callable[[Row[Any]], str]:
    def context(row: Row[Any]) -> str:
        digest = row.digest if column == "sealed" else ""
        return submission_context(column, row.draft_id, row.reference, digest)

    return context


SUBMISSIONS = SealedTable(
    submissions,
    submissions.c.id,
    {name: _of_submission(name) for name in ("sealed", "sealed_card", "sealed_note", "sealed_plan")},
)
PRACTITIONERS = SealedTable(practitioners, practitioners.c.id, {"sealed": practitioner_context})
PATIENT_INVITATIONS = SealedTable(
    patient_invitations, patient_invitations.c.id, {"sealed": lambda row: invitation_context(row.id)}
)
PAPER_PAGES = SealedTable(
    paper_pages, paper_pages.c.id, {"sealed": lambda row: picture_context(row.draft_id, row.page)}
)
SETTINGS = SealedTable(
    clinic_settings, clinic_settings.c.name, {"sealed": lambda row: settings_context(row.name)}
)
SEALED_TABLES = (
    SETTINGS,  # first: a server that lacks the new key stops here, before a row looks damaged to it
    SUBMISSIONS,
    PAPER_PAGES,
    PATIENT_INVITATIONS,
    SealedTable(invitation_mails, invitation_mails.c.id, {"sealed": lambda row: mail_context(row.id)}),
    PRACTITIONERS,
    SealedTable(passkeys, passkeys.c.id, {"sealed": passkey_context}),
    SealedTable(api_tokens, api_tokens.c.id, {"sealed": lambda row: token_context(row.id)}),
    SealedTable(kiosks, kiosks.c.id, {"sealed": lambda row: kiosk_context(row.id)}),
    SealedTable(print_parts, print_parts.c.id, {"sealed": task_context, "sealed_file": file_context}),
    SealedTable(audit_ends, audit_ends.c.name, {"sealed": lambda row: end_context(row.name)}),
)


def unknown_key(connection: Connection, key_ids: Collection[str]) -> str | None:
    """Return the id of a key that something is sealed with and that is not one of these, or None."""
    return next((key_id for key_id in keys_in_use(connection) if key_id not in key_ids), None)


def keys_in_use(connection: Connection) -> tuple[str, ...]:
    """Return the ids of the keys that the first and the last row of each table are sealed with.

    Rotation goes from one end to the other. A database of an older version has fewer tables.
    """
    existing = inspect(connection).get_table_names()
    ends = [
        select(sealing_key_id(each.table.c.sealed).label("mark")).order_by(order).limit(1).subquery()
        for each in SEALED_TABLES
        if each.table.name in existing
        for order in (each.key.asc(), each.key.desc())
    ]
    marks = connection.scalars(union_all(*(select(end.c.mark) for end in ends))).all()
    return tuple(dict.fromkeys(mark.hex() for mark in marks if mark is not None))


def sealing_key_id(column: Column[Any]) -> ColumnElement[bytes]:
    """Return the expression for the id of the key that a column is sealed with."""
    return func.substr(column, 1, KEY_ID_BYTES, type_=LargeBinary)
