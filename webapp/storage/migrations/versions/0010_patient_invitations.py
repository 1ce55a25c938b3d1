"""Invitations for patients."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_TABLE = "patient_invitations"
_INDEXES = {
    "ix_patient_invitations_created_at": ["created_at", "id"],
    "ix_patient_invitations_expires_at": ["expires_at"],
    "ix_patient_invitations_number_index": ["number_index"],
    "ix_patient_invitations_about_id": ["about_id"],
}


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("link_index", sa.String(32), nullable=False),
        sa.Column("words_index", sa.String(32), nullable=False),
        sa.Column("number_index", sa.String(32)),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("asks", sa.String(12), nullable=False),
        sa.Column("about_id", sa.Integer()),
        sa.Column("submission_id", sa.Integer()),
        sa.Column("created_by", sa.String(40), nullable=False),
        *(sa.Column(name, _time(), nullable=False) for name in ("created_at", "expires_at")),
        *(sa.Column(name, _time()) for name in ("begun_at", "withdrawn_at", "reminded_at")),
        sa.PrimaryKeyConstraint("id", name=f"pk_{_TABLE}"),
        *(sa.UniqueConstraint(name, name=f"uq_{_TABLE}_{name}") for name in _UNIQUE),
        *(
            sa.ForeignKeyConstraint(
                [name], ["submissions.id"], name=f"fk_{_TABLE}_{name}", ondelete="CASCADE"
            )
            for name in ("about_id", "submission_id")
        ),
    )
    for name, columns in _INDEXES.items():
        op.create_index(name, _TABLE, columns)


_UNIQUE = ("link_index", "words_index", "submission_id")


def _time() -> sa.DateTime:
    return sa.DateTime(timezone=True)
