"""How far forms come: the stage of each draft, and counts by day. Older drafts are not counted."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("drafts", sa.Column("stage", sa.String(200)))
    op.create_table(
        "form_events",
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("event", sa.String(10), nullable=False),
        sa.Column("section", sa.String(200), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "event", "section", name="pk_form_events"),
    )
