"""Wrong years of birth, typed to see what was said last time."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    column = sa.Column("wrong_years", sa.Integer(), nullable=False, server_default="0")
    op.add_column("patient_invitations", column)
