"""The tables of invitations for patients, and of their letters."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from webapp.storage.column_types import UtcTime
from webapp.storage.tables.metadata import metadata

# What one patient is asked to fill in. `sealed` has number, name, address, link and words; the three indexes
# find the row, and are made with the instance's key. `submission_id` is what came in by the invitation,
# `about_id` the earlier submission that a follow-up asks about: with either of them it is deleted.
# `wrong_years` counts the wrong years of birth that were typed.
patient_invitations = Table(
    "patient_invitations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("link_index", String(32), nullable=False, unique=True),
    Column("words_index", String(32), nullable=False, unique=True),
    Column("number_index", String(32)),
    Column("sealed", LargeBinary, nullable=False),
    Column("asks", String(12), nullable=False),
    Column("about_id", ForeignKey("submissions.id", ondelete="CASCADE")),
    Column("submission_id", ForeignKey("submissions.id", ondelete="CASCADE"), unique=True),
    Column("created_by", String(40), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("begun_at", UtcTime),
    Column("withdrawn_at", UtcTime),
    Column("reminded_at", UtcTime),
    Column("wrong_years", Integer, nullable=False, server_default="0"),
    Index(None, "created_at", "id"),
    Index(None, "expires_at"),
    Index(None, "number_index"),
    Index(None, "about_id"),
)

# A letter of an invitation. `sealed` has its address and text until it is sent or given up.
invitation_mails = Table(
    "invitation_mails",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("invitation_id", ForeignKey("patient_invitations.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("state", String(12), nullable=False),
    Column("problem", String(12), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("next_at", UtcTime, nullable=False),
    Column("sealed", LargeBinary),
    Index(None, "invitation_id"),
    Index(None, "state", "next_at"),
)
