"""The keys of what a browser brings back: cookies, forms and addresses that this or another server made."""

from contextlib import suppress

from sqlalchemy import select

from webapp.storage.crypto.encrypted_columns import sealing_key_id
from webapp.storage.crypto.keyring import KeyRing
from webapp.storage.database import Database, StoreUnavailable
from webapp.storage.tables import audit_ends

_PURPOSE = "web session"
"""Data: what browsers hold is signed with the key of this purpose."""


class SigningKeys:
    """Sign with the newest key and accept any, also the one that waits: ask for the keys at each use.

    A key waits until something is sealed with it. From then on it is the newest, also of a server whose key
    file has it as waiting: the old key may be retired elsewhere.
    """

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self._database = database
        self._ring = ring

    def newest_first(self) -> tuple[bytes, ...]:
        """Return the key to sign with, and behind it all others that are accepted."""
        if self._ring.key().waiting is not None:
            self._promote_if_used()
        return self._ring.key().derive_each(_PURPOSE)

    def _promote_if_used(self) -> None:
        """Look at the ends of the audit log: a rotation seals them last, and every act seals one again."""
        with suppress(StoreUnavailable):  # then nothing can be retired either
            used = {
                row.mark.hex()
                for row in self._database.rows(select(sealing_key_id(audit_ends.c.sealed).label("mark")))
            }
            if self._ring.key().waiting_id in used:
                self._ring.promote()
