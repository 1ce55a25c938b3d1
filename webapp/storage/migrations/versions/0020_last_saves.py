"""When a draft was saved last. Of those of before it is not known: their terms may have changed."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("drafts", sa.Column("saved_at", sa.DateTime(timezone=True)))
