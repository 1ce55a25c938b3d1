"""Pictures of the pages of forms on paper."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "paper_pages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.String(32), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_paper_pages"),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["submissions.draft_id"], name="fk_paper_pages_draft_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_paper_pages_draft_id", "paper_pages", ["draft_id", "page"], unique=True)
