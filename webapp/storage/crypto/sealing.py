"""Sealing: authenticated encryption of stored bytes, and the derivation of its keys."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

RandomBytes = Callable[[int], bytes]

KEY_BYTES = 32
# 96 random bits for each sealing: NIST SP 800-38D, 8.2.2. Enough for 2^32 sealings under one key.
_NONCE_BYTES = 12
KEY_ID_BYTES = 4


class SealBroken(Exception):  # noqa: N818  what was found, not a mistake of the caller
    """The sealed bytes were changed, belong elsewhere, or were sealed with another key.

    `reference` is that of the submission that does not open, "" for anything else. The message, which logs
    have, names the row instead.
    """

    def __init__(self, message: str, reference: str = "") -> None:
        super().__init__(message)
        self.reference = reference


class KeyMissing(SealBroken):
    """The bytes were sealed with a key that is not in the key file here."""


class Seal(Protocol):
    """How bytes are sealed at rest. `context` is not stored: opening needs the one used for sealing."""

    @property
    def key_id(self) -> str: ...

    def seal(self, plain: bytes, context: str) -> bytes: ...

    def open(self, sealed: bytes, context: str) -> bytes: ...


class AesSeal:
    """AES-256-GCM under one key. Sealed bytes are the nonce, then the ciphertext with its tag."""

    def __init__(self, key: bytes, random_bytes: RandomBytes) -> None:
        self._cipher = AESGCM(key)
        self._random_bytes = random_bytes
        self.key_id = key_id_of(key).hex()

    def seal(self, plain: bytes, context: str) -> bytes:
        nonce = self._random_bytes(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, context.encode())

    def open(self, sealed: bytes, context: str) -> bytes:
        """Open sealed bytes. Raise SealBroken."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], context.encode())
        except (InvalidTag, ValueError) as error:
            raise SealBroken(f"{kind_of(context)}: it is not what was sealed there") from error


def kind_of(context: str) -> str:
    """Return the first word of a context, for logs: the rest may be a reference that a patient knows."""
    return context.partition(" ")[0]


@contextmanager
def naming_row(table: str, key: object, reference: str = "") -> Iterator[None]:
    """Add the table and the row's key to the message of a SealBroken, and the reference of a submission.

    A KeyMissing stays one.
    """
    try:
        yield
    except SealBroken as broken:
        raise type(broken)(f"{table} {key}: {broken}", reference) from broken


def key_id_of(key: bytes) -> bytes:
    """Return four bytes that identify a key and reveal nothing of it."""
    return derive(key, "key id", KEY_ID_BYTES)


def derive(secret: bytes, purpose: str, length: int = KEY_BYTES) -> bytes:
    """Derive a key for one purpose from a secret of full entropy (HKDF-SHA256, RFC 5869)."""
    info = f"gutfactors {purpose}".encode()
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=info).derive(secret)


def seal_json(seal: Seal, content: Mapping[str, Any], context: str) -> bytes:
    """Seal a JSON object. Raise TypeError or ValueError for what JSON cannot represent exactly."""
    plain = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return seal.seal(plain.encode("utf-8", "surrogatepass"), context)


def open_json(seal: Seal, sealed: bytes, context: str) -> dict[str, Any]:
    """Open what `seal_json` sealed. Raise SealBroken."""
    content = json.loads(seal.open(sealed, context).decode("utf-8", "surrogatepass"))
    assert isinstance(content, dict)  # noqa: S101  only seal_json wrote it
    return content
