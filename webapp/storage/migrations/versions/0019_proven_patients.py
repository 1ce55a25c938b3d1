"""Which submissions are proven to be of one patient. Nothing says by what those of before were joined."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    column = sa.Column("proven_patient", sa.String(32), nullable=False, server_default="")
    op.add_column("submissions", column)
    op.execute("UPDATE submissions SET proven_patient = draft_id")
