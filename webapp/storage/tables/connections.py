"""Tables of connections to other programs: tokens that fetch submissions, and events to tell of."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from webapp.storage.column_types import UtcTime
from webapp.storage.tables.metadata import metadata

# A token of another program. `token_id` is made like a sign-in's id; `sealed` has the name that it was given.
api_tokens = Table(
    "api_tokens",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("token_id", String(32), nullable=False, unique=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("scopes", String(40), nullable=False),
    Column("created_by", String(40), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("used_at", UtcTime),
)

# An event that waits to be delivered. It says which submission was sent, and nothing of its content.
webhook_events = Table(
    "webhook_events",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("submission_id", ForeignKey("submissions.id", ondelete="CASCADE"), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", UtcTime, nullable=False),
    Index(None, "submission_id"),
    Index(None, "next_at"),
)
