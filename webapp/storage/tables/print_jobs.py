"""Tables of print jobs."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from webapp.storage.column_types import UtcTime
from webapp.storage.tables.metadata import metadata

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
