"""The letters of invitations."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "invitation_mails",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("invitation_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("problem", sa.String(12), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("next_at", _TIME, nullable=False),
        sa.Column("sealed", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("id", name="pk_invitation_mails"),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["patient_invitations.id"],
            name="fk_invitation_mails_invitation_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_invitation_mails_invitation_id", "invitation_mails", ["invitation_id"])
    op.create_index("ix_invitation_mails_state", "invitation_mails", ["state", "next_at"])
