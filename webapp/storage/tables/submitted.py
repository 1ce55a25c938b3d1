"""Tables of submissions, their questionnaires, the index of names, and pictures of forms on paper."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from webapp.storage.column_types import UtcTime
from webapp.storage.tables.metadata import metadata

questionnaires = Table(
    "questionnaires",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("version", String(200), nullable=False),
    Column("compressed", LargeBinary, nullable=False),
    Column("kept_at", UtcTime, nullable=False),
)

# What was typed is sealed. Beside the seal there are only digests of the person that nobody can make without
# the instance's key: of the clinic number and (in `name_parts`) of the first letters of names. In
# `content_index` is such a digest of what a file says that was taken in; other answers have none.
# `patient` joins submissions with one clinic number, also a typed one; `proven_patient` joins only those that
# an invitation or a practitioner joined.
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
    Column("sealed_plan", LargeBinary),
    Column("number_index", String(32)),
    Column("content_index", String(32)),
    Column("patient", String(32), nullable=False),
    Column("proven_patient", String(32), nullable=False),
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
    Index(None, "content_index"),
    Index(None, "patient"),
)

name_parts = Table(
    "name_parts",
    metadata,
    Column("submission_id", ForeignKey("submissions.id", ondelete="CASCADE"), primary_key=True),
    Column("part", String(32), primary_key=True),
    Index(None, "part"),
)

# Pictures of the pages of a form on paper: a row each, as `page` is printed on it.
paper_pages = Table(
    "paper_pages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("draft_id", ForeignKey("submissions.draft_id", ondelete="CASCADE"), nullable=False),
    Column("page", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index(None, "draft_id", "page", unique=True),
)
