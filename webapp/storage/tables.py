"""The tables. `migrations/` makes them; a test holds the two together."""

from __future__ import annotations

from sqlalchemy import (
    DDL,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    event,
)

from webapp.storage.column_types import UtcTime

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Index(None, "expires_at"),
)

# A come-back sentence: its slow hash finds the row, and opens the draft's token in it. `key_id` tells with
# which key of the instance the hash was salted: that one must stay while the sentence lives.
returns = Table(
    "returns",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("draft_id", ForeignKey("drafts.id", ondelete="CASCADE"), nullable=False),
    Column("key_id", String(8), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index(None, "draft_id"),
)

# A report that was made, for a short time. Its owner is the draft, or the submission that came of it: both
# have one id, and only the token in the patient's browser opens the seal.
reports = Table(
    "reports",
    metadata,
    Column("draft_id", String(32), primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Index(None, "expires_at"),
)

questionnaires = Table(
    "questionnaires",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("version", String(200), nullable=False),
    Column("compressed", LargeBinary, nullable=False),
    Column("kept_at", UtcTime, nullable=False),
)

# What was typed is sealed. Of the person, only digests that nobody without the instance's key can make are
# kept beside the seal: of the clinic number, to find it again, and of the first letters of names.
submissions = Table(
    "submissions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("draft_id", String(32), nullable=False, unique=True),
    Column("reference", String(16), nullable=False, unique=True),
    Column("submitted_at", UtcTime, nullable=False),
    Column("channel", String(16), nullable=False),
    Column("digest", ForeignKey("questionnaires.digest"), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("sealed_card", LargeBinary, nullable=False),
    Column("sealed_note", LargeBinary),
    Column("number_index", String(32)),
    Column("patient", String(32), nullable=False),
    Column("state", String(8), nullable=False),
    Column("printed_at", UtcTime),
    Column("seen_by", String(40)),
    Column("seen_at", UtcTime),
    Column("released_at", UtcTime),
    Column("index_form", Integer),
    Column("version", Integer, nullable=False),
    Index(None, "submitted_at", "id"),
    Index(None, "state", "submitted_at", "id"),
    Index(None, "number_index"),
    Index(None, "patient"),
)

name_parts = Table(
    "name_parts",
    metadata,
    Column("submission_id", ForeignKey("submissions.id", ondelete="CASCADE"), primary_key=True),
    Column("part", String(32), primary_key=True),
    Index(None, "part"),
)

# `sealed` holds the name, the password's hash and the second factor; `login_index` finds the row.
practitioners = Table(
    "practitioners",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("login_index", String(32), nullable=False, unique=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("role", String(12), nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("code_step", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("signed_in_at", UtcTime),
)

# A browser in which a practitioner is signed in. The id is made, with the instance's key, of the token that
# the browser holds; `device` says in two words what it is.
signins = Table(
    "signins",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("practitioner_id", ForeignKey("practitioners.id", ondelete="CASCADE"), nullable=False),
    Column("stage", String(10), nullable=False),
    Column("began_at", UtcTime, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
    Column("device", String(60)),
    Index(None, "practitioner_id"),
    Index(None, "seen_at"),
)

# A one-time link: to set the instance up, or to choose a password. The id is made of its token like that.
invitations = Table(
    "invitations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("purpose", String(12), nullable=False),
    Column("practitioner_id", ForeignKey("practitioners.id", ondelete="CASCADE")),
    Column("expires_at", UtcTime, nullable=False),
    Index(None, "practitioner_id"),
)

# Failed tries to sign in, by account and device.
tries = Table(
    "tries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("bucket", String(32), nullable=False),
    Column("tried_at", UtcTime, nullable=False),
    Index(None, "bucket", "tried_at"),
    Index(None, "tried_at"),
)

# A tablet or PC that the clinic lends to one patient after another. `device_id` is made of the token that the
# device holds, `code_index` of the digits that enrol one, both with the instance's key; `sealed` is what the
# clinic decided.
kiosks = Table(
    "kiosks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("device_id", String(32), unique=True),
    Column("code_index", String(32)),
    Column("code_until", UtcTime),
    Column("sealed", LargeBinary, nullable=False),
    Column("is_locked", Boolean, nullable=False),
    Column("seen_at", UtcTime),
    Column("flagged_at", UtcTime),
    Column("version", Integer, nullable=False),
)

# The one patient who sits at a kiosk, until when. The draft's id opens nothing: it is there to be deleted.
sittings = Table(
    "sittings",
    metadata,
    Column("kiosk_id", ForeignKey("kiosks.id", ondelete="CASCADE"), primary_key=True),
    Column("draft_id", String(32), nullable=False),
    Column("ends_at", UtcTime, nullable=False),
    Column("is_done", Boolean, nullable=False),
    Index(None, "ends_at"),
)

# A report that waits for the patient's phone, sealed under a key that only the QR code holds.
pickups = Table(
    "pickups",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Index(None, "expires_at"),
)

# Who did what, and when: append-only. Each entry's digest covers the one before it.
audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcTime, nullable=False),
    Column("actor", String(40), nullable=False),
    Column("action", String(40), nullable=False),
    Column("subject", String(80), nullable=False),
    Column("details", String(400), nullable=False),
    Column("digest", String(64), nullable=False),
    Index(None, "at"),
    Index(None, "subject"),
)

_REFUSE = "audit_is_only_added_to BEFORE UPDATE ON audit"
_SAID = "'audit entries are never changed'"
_RAISE = f"$$ BEGIN RAISE EXCEPTION {_SAID}; END $$"
_REFUSE_CHANGES = {
    "sqlite": (f"CREATE TRIGGER {_REFUSE} BEGIN SELECT RAISE(ABORT, {_SAID}); END",),
    "postgresql": (
        f"CREATE FUNCTION audit_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS {_RAISE}",
        f"CREATE TRIGGER {_REFUSE} FOR EACH ROW EXECUTE FUNCTION audit_is_only_added_to()",
    ),
}
for _dialect, _statements in _REFUSE_CHANGES.items():
    for _statement in _statements:
        _refusal = DDL(_statement).execute_if(dialect=_dialect)  # type: ignore[no-untyped-call]
        event.listen(audit, "after_create", _refusal)

# The sealed ends of the chain: "first" (what the oldest entry follows on) and "last".
audit_ends = Table(
    "audit_ends",
    metadata,
    Column("name", String(5), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)

# The clinic and its policy, each one sealed value.
clinic_settings = Table(
    "clinic_settings",
    metadata,
    Column("name", String(12), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("version", Integer, nullable=False),
)

# A print that is made in parts. `sealed` is what a part is to be made of, `sealed_file` what was made; who is
# in it is in `print_members`, so that it goes with them.
prints = Table(
    "prints",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("what", String(16), nullable=False),
    Column("made_by", String(40), nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Index(None, "expires_at"),
)

print_parts = Table(
    "print_parts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("print_id", ForeignKey("prints.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    Column("state", String(8), nullable=False),
    Column("taken_until", UtcTime),
    Column("sealed", LargeBinary, nullable=False),
    Column("sealed_file", LargeBinary),
    Index(None, "print_id"),
    Index(None, "state"),
)

print_members = Table(
    "print_members",
    metadata,
    Column("part_id", ForeignKey("print_parts.id", ondelete="CASCADE"), primary_key=True),
    Column("reference", String(16), primary_key=True),
    Index(None, "reference"),
)

# When something was last so: what the server knows of time besides its clock. `marks.py` names them.
marks = Table(
    "marks",
    metadata,
    Column("name", String(12), primary_key=True),
    Column("at", UtcTime, nullable=False),
)

# What `/health` writes, reads back and deletes.
probes = Table("probes", metadata, Column("id", String(32), primary_key=True))
