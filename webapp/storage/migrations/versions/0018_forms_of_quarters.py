"""Where people stop, saved with the quarter."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.add_column("quarter_counts", sa.Column("forms", sa.Text()))
