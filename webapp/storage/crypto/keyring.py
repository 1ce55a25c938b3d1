"""The keys of a running instance: seal with the newest, open with any, index without storing plain text.

A change of the key file takes effect at the next use: servers need no restart.
"""

import hmac
import os
from hashlib import sha256
from pathlib import Path

from webapp.storage.crypto.keys import SEAL_PURPOSE, InstanceKey, StorageRefused, read_key
from webapp.storage.crypto.sealing import KEY_ID_BYTES, AesSeal, KeyMissing, RandomBytes, kind_of

INDEX_LETTERS = 32

KEY_ID_LETTERS = 2 * KEY_ID_BYTES
"""Hex letters of a key's id, with which a marked digest begins."""


class KeyRing:
    """The current content of the key file. While it cannot be read, the keys that were read last."""

    def __init__(self, path: Path, key: InstanceKey) -> None:
        self.path = path
        self._seen = (_mark(path), key)
        self.problem = ""
        """Why the file as it is now cannot be used, or "" where it can."""

    def key(self) -> InstanceKey:
        """Return the current keys. Call it once for whatever must use one key."""
        mark = _mark(self.path)
        if mark is not None and mark != self._seen[0]:
            try:
                self._seen, self.problem = (mark, read_key(self.path)), ""
            except StorageRefused as refused:
                self.problem = str(refused)
        return self._seen[1]

    def promote(self) -> None:
        """Use the key that waits as the newest: another server seals with it, so all servers have it."""
        mark, key = self._seen
        self._seen = (mark, key.promoted())


class RingSeal:
    """Seals with the newest key of a ring and opens with any. Sealed bytes begin with the id of their key."""

    def __init__(self, ring: KeyRing, random_bytes: RandomBytes) -> None:
        self._ring = ring
        self._random_bytes = random_bytes
        self._seals: tuple[InstanceKey, dict[bytes, AesSeal]] = (InstanceKey(), {})

    @property
    def key_id(self) -> str:
        return self._ring.key().ids[0]

    @property
    def key_ids(self) -> tuple[str, ...]:
        """The ids of all keys, the newest first, and one that waits last."""
        return self._ring.key().ids

    def seal(self, plain: bytes, context: str) -> bytes:
        key_id, newest = next(iter(self._by_id().items()))
        return key_id + newest.seal(plain, context)

    def open(self, sealed: bytes, context: str) -> bytes:
        """Open sealed bytes. Raise SealBroken, and KeyMissing for a key that is not in the file."""
        seal, key_id = self._by_id().get(sealed[:KEY_ID_BYTES]), sealed[:KEY_ID_BYTES].hex()
        if seal is None:
            lost = self._ring.problem or f"{self._ring.path} lacks it"
            raise KeyMissing(f"{kind_of(context)}: sealed with key {key_id}, and {lost}")
        plain = seal.open(sealed[KEY_ID_BYTES:], context)
        if key_id == self._ring.key().waiting_id:
            self._ring.promote()
        return plain

    def _by_id(self) -> dict[bytes, AesSeal]:
        """Return a seal for each key of the ring, the newest first, and of one that waits last."""
        key = self._ring.key()
        if self._seals[0] is not key:
            seals = [AesSeal(secret, self._random_bytes) for secret in key.derive_each(SEAL_PURPOSE)]
            self._seals = (key, {bytes.fromhex(seal.key_id): seal for seal in seals})
        return self._seals[1]


class BlindIndex:
    """Digests by which equal texts are found, and which cannot be made or reversed without the key.

    Seal a row first and take its digests afterwards: rotation renews the digests of rows that are sealed
    with an older key.
    """

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring

    def digest(self, purpose: str, text: str) -> str:
        """Return the digest to store, in 32 hex letters."""
        return _digest(self._ring.key().derive(f"index {purpose}"), text)

    def digests(self, purpose: str, text: str) -> tuple[str, ...]:
        """Return the digests to search for, one for each key, the newest first."""
        return tuple(_digest(key, text) for key in self._ring.key().derive_each(f"index {purpose}"))

    def marked_digest(self, purpose: str, text: str) -> str:
        """Return a digest to store that begins with the id of its key, as sealed bytes do.

        It tells which key a row needs that nothing but its owner's token can renew.
        """
        key = self._ring.key()
        return _marked(key.ids[0], _digest(key.derive(f"index {purpose}"), text))

    def marked_digests(self, purpose: str, text: str) -> tuple[str, ...]:
        """Return the digests to search for: for each key the marked one, and the plain one of older rows."""
        key = self._ring.key()
        plain = [_digest(each, text) for each in key.derive_each(f"index {purpose}")]
        return (*map(_marked, key.ids, plain), *plain)


def _digest(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode("utf-8", "surrogatepass"), sha256).hexdigest()[:INDEX_LETTERS]


def _marked(key_id: str, digest: str) -> str:
    return (key_id + digest)[:INDEX_LETTERS]


def _mark(path: Path) -> tuple[int, int, int] | None:
    """Return what changes when the file is replaced, or None where it is gone."""
    try:
        stat = os.stat(path)  # noqa: PTH116  a microsecond, at every seal
    except OSError:
        return None
    return stat.st_ino, stat.st_mtime_ns, stat.st_size
