"""Practitioners, sign-ins, the audit log and the clinic's settings; columns of submissions for the desk."""

import os
from typing import Any

import sqlalchemy as sa
from alembic import op

from webapp.storage.crypto.sealing import Seal

revision = "0002"
down_revision = "0001"

_BATCH = 200


def upgrade() -> None:
    config = op.get_context().config
    assert config is not None  # noqa: S101  for the type checker
    seal = config.attributes["seal"]
    _convert_submissions(seal)
    _create_name_parts()
    _mark_returns(seal.key_id)
    _create_practitioners()
    _create_ways_in()
    _create_audit(seal)
    op.create_table(
        "clinic_settings",
        sa.Column("name", sa.String(12), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_clinic_settings"),
    )


def _convert_submissions(seal: Seal) -> None:
    with op.batch_alter_table("submissions") as table:
        table.drop_index("ix_submissions_expires_at")
        table.add_column(sa.Column("sealed_card", sa.LargeBinary()))
        table.add_column(sa.Column("sealed_note", sa.LargeBinary()))
        table.add_column(sa.Column("number_index", sa.String(32)))
        table.add_column(sa.Column("patient", sa.String(32)))
        table.add_column(sa.Column("state", sa.String(8)))
        table.add_column(sa.Column("printed_at", sa.DateTime(timezone=True)))
        table.add_column(sa.Column("version", sa.Integer()))
    _fill_submissions(seal)
    with op.batch_alter_table("submissions") as table:
        for name, kind in (
            ("sealed_card", sa.LargeBinary()),
            ("patient", sa.String(32)),
            ("state", sa.String(8)),
            ("version", sa.Integer()),
        ):
            table.alter_column(name, existing_type=kind, nullable=False)
        table.drop_column("key_id")
        table.drop_column("expires_at")
    op.create_index("ix_submissions_submitted_at", "submissions", ["submitted_at", "id"])
    op.create_index("ix_submissions_state", "submissions", ["state", "submitted_at", "id"])
    op.create_index("ix_submissions_number_index", "submissions", ["number_index"])
    op.create_index("ix_submissions_patient", "submissions", ["patient"])


def _fill_submissions(seal: Seal) -> None:
    """Put the key's id before the sealed answers, and make each submission a patient without a name."""
    connection, reached = op.get_bind(), 0
    old = sa.text(
        "SELECT id, draft_id, reference, key_id, sealed FROM submissions "
        "WHERE id > :reached ORDER BY id LIMIT :batch"
    )
    change = sa.text(
        "UPDATE submissions SET sealed = :sealed, sealed_card = :sealed_card, patient = :patient, "
        "state = 'new', version = 1 WHERE id = :id"
    )
    while True:
        rows = connection.execute(old, {"reached": reached, "batch": _BATCH}).all()
        if not rows:
            return
        connection.execute(change, [_filled(seal, row) for row in rows])
        reached = rows[-1].id


def _filled(seal: Seal, row: sa.Row[Any]) -> dict[str, object]:
    card = b'{"tier":"","name":"","number":""}'
    return {
        "id": row.id,
        "sealed": bytes.fromhex(row.key_id) + row.sealed,
        "sealed_card": seal.seal(card, f"card {row.draft_id} {row.reference}"),
        "patient": os.urandom(16).hex(),
    }


def _create_name_parts() -> None:
    op.create_table(
        "name_parts",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("submission_id", "part", name="pk_name_parts"),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name="fk_name_parts_submission_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_name_parts_part", "name_parts", ["part"])


def _mark_returns(key_id: str) -> None:
    """Return the id of the only key that there was before."""
    with op.batch_alter_table("returns") as table:
        table.add_column(sa.Column("key_id", sa.String(8)))
    op.execute(sa.text("UPDATE returns SET key_id = :key_id").bindparams(key_id=key_id))
    with op.batch_alter_table("returns") as table:
        table.alter_column("key_id", existing_type=sa.String(8), nullable=False)


def _create_practitioners() -> None:
    op.create_table(
        "practitioners",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login_index", sa.String(32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.String(12), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("code_step", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_practitioners"),
        sa.UniqueConstraint("login_index", name="uq_practitioners_login_index"),
    )


def _create_ways_in() -> None:
    op.create_table(
        "signins",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("practitioner_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(10), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_signins"),
        _of_practitioner("signins"),
    )
    op.create_index("ix_signins_practitioner_id", "signins", ["practitioner_id"])
    op.create_index("ix_signins_seen_at", "signins", ["seen_at"])
    op.create_table(
        "invitations",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("purpose", sa.String(12), nullable=False),
        sa.Column("practitioner_id", sa.Integer()),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
        _of_practitioner("invitations"),
    )
    op.create_index("ix_invitations_practitioner_id", "invitations", ["practitioner_id"])
    _create_tries()


def _of_practitioner(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_practitioner_id"
    return sa.ForeignKeyConstraint(["practitioner_id"], ["practitioners.id"], name=name, ondelete="CASCADE")


def _create_tries() -> None:
    op.create_table(
        "tries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bucket", sa.String(32), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tries"),
    )
    op.create_index("ix_tries_bucket", "tries", ["bucket", "tried_at"])
    op.create_index("ix_tries_tried_at", "tries", ["tried_at"])


def _create_audit(seal: Seal) -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(40), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("details", sa.String(400), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_index("ix_audit_subject", "audit", ["subject"])
    for statement in _ONLY_ADDED[op.get_bind().dialect.name]:
        op.execute(statement)
    ends = op.create_table(
        "audit_ends",
        sa.Column("name", sa.String(5), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_audit_ends"),
    )
    for name in ("first", "last"):
        sealed = seal.seal(b'{"number":0,"digest":""}', f"audit end {name}")
        op.execute(ends.insert().values(name=name, sealed=sealed))


_REFUSE = "audit_is_only_added_to BEFORE UPDATE ON audit"
_SAID = "'audit entries are never changed'"
_RAISE = f"$$ BEGIN RAISE EXCEPTION {_SAID}; END $$"
_ONLY_ADDED = {
    "sqlite": (f"CREATE TRIGGER {_REFUSE} BEGIN SELECT RAISE(ABORT, {_SAID}); END",),
    "postgresql": (
        f"CREATE FUNCTION audit_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS {_RAISE}",
        f"CREATE TRIGGER {_REFUSE} FOR EACH ROW EXECUTE FUNCTION audit_is_only_added_to()",
    ),
}
