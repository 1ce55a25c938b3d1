"""Kiosks, their sessions, and reports that wait for a phone."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _create_kiosks()
    _create_sittings()
    _create_pickups()


def _create_kiosks() -> None:
    op.create_table(
        "kiosks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.String(32)),
        sa.Column("code_index", sa.String(32)),
        sa.Column("code_until", sa.DateTime(timezone=True)),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("is_locked", sa.Boolean(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True)),
        sa.Column("flagged_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_kiosks"),
        sa.UniqueConstraint("device_id", name="uq_kiosks_device_id"),
    )


def _create_sittings() -> None:
    op.create_table(
        "sittings",
        sa.Column("kiosk_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.String(32), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("kiosk_id", name="pk_sittings"),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosks.id"], name="fk_sittings_kiosk_id", ondelete="CASCADE"),
    )
    op.create_index("ix_sittings_ends_at", "sittings", ["ends_at"])


def _create_pickups() -> None:
    op.create_table(
        "pickups",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pickups"),
    )
    op.create_index("ix_pickups_expires_at", "pickups", ["expires_at"])
