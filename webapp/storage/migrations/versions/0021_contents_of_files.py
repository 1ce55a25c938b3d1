"""Digests of what files say that were taken in. Those of before get theirs when the store is opened."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.add_column("submissions", sa.Column("content_index", sa.String(32)))
    op.create_index("ix_submissions_content_index", "submissions", ["content_index"])
