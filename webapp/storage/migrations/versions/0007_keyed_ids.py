"""Ids of tokens made with the instance's key; the browser of a sign-in; when somebody last signed in."""

import sqlalchemy as sa
from alembic import op

from webapp.storage.crypto.keyring import BlindIndex

revision = "0007"
down_revision = "0006"

# Table, column, and the purpose of the digest.
_IDS = (
    ("signins", "id", "sign-in id"),
    ("invitations", "id", "invitation id"),
    ("kiosks", "device_id", "kiosk id"),
)
_SIGNED_IN = (
    "UPDATE practitioners SET signed_in_at = (SELECT max(at) FROM audit "
    "WHERE action = 'signed in' AND actor = 'practitioner ' || practitioners.id)"
)


def upgrade() -> None:
    op.add_column("practitioners", sa.Column("signed_in_at", sa.DateTime(timezone=True)))
    op.execute(_SIGNED_IN)
    op.add_column("signins", sa.Column("device", sa.String(60)))
    op.create_table(
        "remembered",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("practitioner_id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_remembered"),
        sa.ForeignKeyConstraint(
            ["practitioner_id"],
            ["practitioners.id"],
            name="fk_remembered_practitioner_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_remembered_practitioner_id", "remembered", ["practitioner_id"])
    for table, column, purpose in _IDS:
        _make_keyed(table, column, purpose)


def _make_keyed(table: str, column: str, purpose: str) -> None:
    """Rewrite the ids, so that sign-ins, invitations and kiosks stay valid."""
    connection, blind = op.get_bind(), _blind()
    rows = sa.table(table, sa.column(column))
    ids = rows.c[column]
    for (old,) in connection.execute(sa.select(ids).where(ids.is_not(None))).all():
        change = sa.update(rows).where(ids == old)
        connection.execute(change.values({column: blind.digest(purpose, old)}))


def _blind() -> BlindIndex:
    blind = op.get_context().config.attributes["blind"]  # type: ignore[union-attr]
    assert isinstance(blind, BlindIndex)  # noqa: S101  given by `upgrade`
    return blind
