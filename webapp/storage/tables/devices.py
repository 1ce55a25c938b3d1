"""Tables of the clinic's kiosks."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from webapp.storage.column_types import UtcTime
from webapp.storage.tables.metadata import metadata

# A tablet or PC that the clinic lends to one patient after another. `device_id` is made of the device's
# token, `code_index` of the digits that enrol it, both with the instance's key. `sealed` has the settings.
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

# The kiosk sessions. The draft's id opens nothing: it is there to delete the draft.
sittings = Table(
    "sittings",
    metadata,
    Column("kiosk_id", ForeignKey("kiosks.id", ondelete="CASCADE"), primary_key=True),
    Column("draft_id", String(32), nullable=False),
    Column("ends_at", UtcTime, nullable=False),
    Column("is_done", Boolean, nullable=False),
    Index(None, "ends_at"),
)

# A report that waits for the patient's phone, sealed under a key that only the QR code has.
pickups = Table(
    "pickups",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Index(None, "expires_at"),
)
