"""Print jobs in parts."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "prints",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("what", sa.String(16), nullable=False),
        sa.Column("made_by", sa.String(40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_prints"),
    )
    op.create_index("ix_prints_expires_at", "prints", ["expires_at"])
    _create_parts()
    _create_members()


def _create_parts() -> None:
    op.create_table(
        "print_parts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("print_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("taken_until", sa.DateTime(timezone=True)),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_file", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("id", name="pk_print_parts"),
        sa.ForeignKeyConstraint(
            ["print_id"], ["prints.id"], name="fk_print_parts_print_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_print_parts_print_id", "print_parts", ["print_id"])
    op.create_index("ix_print_parts_state", "print_parts", ["state"])


def _create_members() -> None:
    op.create_table(
        "print_members",
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("part_id", "reference", name="pk_print_members"),
        sa.ForeignKeyConstraint(
            ["part_id"], ["print_parts.id"], name="fk_print_members_part_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_print_members_reference", "print_members", ["reference"])
