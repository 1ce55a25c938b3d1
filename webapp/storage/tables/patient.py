"""Tables of a patient's own: drafts, their passphrases, and finished reports."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from webapp.storage.column_types import UtcTime
from webapp.storage.tables.metadata import metadata

# `stage` is the section that the draft has reached, for counts of where people stop, and `saved_at` the time
# of its last save, for counts of who came back; it is unknown of drafts of older versions.
drafts = Table(
    "drafts",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("stage", String(200)),
    Column("saved_at", UtcTime),
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
