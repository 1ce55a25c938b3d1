"""Tables of what patients send: drafts, submissions, and what is made of them."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from webapp.storage.column_types import UtcTime
from webapp.storage.tables.metadata import metadata

drafts = Table(
    "drafts",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Index(None, "expires_at"),
)

# A passphrase: its slow hash finds the row, and opens the draft's token in it. `key_id` is the instance's key
# that the hash was salted with, which must stay while the passphrase lives.
returns = Table(
    "returns",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("draft_id", ForeignKey("drafts.id", ondelete="CASCADE"), nullable=False),
    Column("key_id", String(8), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index(None, "draft_id"),
)

# A finished report, for an hour. `draft_id` is the id of its draft, or of the submission made of it: both
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

# What was typed is sealed. Beside the seal there are only digests of the person that nobody can make without
# the instance's key: of the clinic number and (in `name_parts`) of the first letters of names.
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

# A print job in parts. `sealed` is the task of a part, `sealed_file` the finished file. `print_members` has
# the submissions in a part, so that it can be deleted with any of them.
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
