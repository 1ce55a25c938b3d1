"""Tables of the instance itself: the audit log, the settings, timestamps."""

from sqlalchemy import DDL, Column, Index, Integer, LargeBinary, String, Table, Text, event

from webapp.storage.column_types import UtcTime
from webapp.storage.tables.metadata import metadata

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

# The sealed ends of the chain: "first" (the entry before the oldest one) and "last".
audit_ends = Table(
    "audit_ends",
    metadata,
    Column("name", String(5), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)

# The clinic and its policy, one sealed value each.
clinic_settings = Table(
    "clinic_settings",
    metadata,
    Column("name", String(12), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("version", Integer, nullable=False),
)

# The timestamps of the instance. `clock/timestamps.py` names them.
marks = Table(
    "marks", metadata, Column("name", String(12), primary_key=True), Column("at", UtcTime, nullable=False)
)

# What `/health` writes, reads back and deletes.
probes = Table("probes", metadata, Column("id", String(32), primary_key=True))

# How often something happened to forms, by day and section, until their quarter is counted.
# `day` is a date of UTC as text.
form_events = Table(
    "form_events",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("event", String(10), primary_key=True),
    Column("section", String(200), primary_key=True),
    Column("times", Integer, nullable=False),
)

# What is shown of one quarter, as JSON: numbers of ten or more, rounded. `content` is of its patients,
# `forms` of where people stop (NULL until they are counted, since earlier versions did that at each look).
quarter_counts = Table(
    "quarter_counts",
    metadata,
    Column("name", String(7), primary_key=True),
    Column("counted_at", UtcTime, nullable=False),
    Column("content", Text, nullable=False),
    Column("forms", Text),
)
