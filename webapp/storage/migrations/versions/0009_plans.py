"""What was agreed on a submission."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("submissions", sa.Column("sealed_plan", sa.LargeBinary()))
