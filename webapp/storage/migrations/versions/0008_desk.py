"""Who saw a submission first, whether it was released to the front desk, and its person's index version."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("submissions", sa.Column("seen_by", sa.String(40)))
    op.add_column("submissions", sa.Column("seen_at", sa.DateTime(timezone=True)))
    op.add_column("submissions", sa.Column("released_at", sa.DateTime(timezone=True)))
    op.add_column("submissions", sa.Column("index_form", sa.Integer()))
