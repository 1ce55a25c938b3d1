"""Storage: drafts and submissions, sealed, in SQLite or PostgreSQL. See README.md."""

from webapp.storage.database import StoreUnavailable
from webapp.storage.drafts import Draft
from webapp.storage.keys import InstanceKey, StorageRefused, instance_key, read_key
from webapp.storage.opening import open_store
from webapp.storage.store import Purged, Store
from webapp.storage.submissions import Entry, Submission, new_reference

__all__ = [
    "Draft",
    "Entry",
    "InstanceKey",
    "Purged",
    "StorageRefused",
    "Store",
    "StoreUnavailable",
    "Submission",
    "instance_key",
    "new_reference",
    "open_store",
    "read_key",
]
