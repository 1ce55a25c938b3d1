"""Tables of practitioner accounts."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from webapp.storage.column_types import UtcTime
from webapp.storage.tables.metadata import metadata

# `sealed` has the name, the password's hash and the second factor. `login_index` finds the row.
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

# A browser in which a practitioner is signed in. The id is made of the browser's token with the instance's
# key. `device` describes the browser in two words.
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

# A trusted browser, which is not asked for the second factor for a while. The id is made like a sign-in's.
remembered = Table(
    "remembered",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("practitioner_id", ForeignKey("practitioners.id", ondelete="CASCADE"), nullable=False),
    Column("began_at", UtcTime, nullable=False),
    Index(None, "practitioner_id"),
)

# A link that is valid once, to set the instance up or to choose a password. The id is made like a sign-in's.
# The table is called `invitations` in the database, and has nothing to do with the invitations of patients.
one_time_links = Table(
    "invitations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("purpose", String(12), nullable=False),
    Column("practitioner_id", ForeignKey("practitioners.id", ondelete="CASCADE")),
    Column("expires_at", UtcTime, nullable=False),
    Index(None, "practitioner_id"),
)

# Failed login attempts, by account and device.
tries = Table(
    "tries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("bucket", String(32), nullable=False),
    Column("tried_at", UtcTime, nullable=False),
    Index(None, "bucket", "tried_at"),
    Index(None, "tried_at"),
)

# A passkey of a practitioner. `credential_index` finds it, `sealed` has its name, public key and counter.
passkeys = Table(
    "passkeys",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("practitioner_id", ForeignKey("practitioners.id", ondelete="CASCADE"), nullable=False),
    Column("credential_index", String(64), nullable=False, unique=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("used_at", UtcTime),
    Index(None, "practitioner_id"),
)

# What a device with a passkey is to sign, until it has done so. The id is made like a sign-in's.
challenges = Table(
    "challenges",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("expires_at", UtcTime, nullable=False),
    Index(None, "expires_at"),
)
