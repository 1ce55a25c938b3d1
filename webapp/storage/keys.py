"""The instance's one secret, in a file of its own, and never in the database."""

from __future__ import annotations

import os
import stat
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from pathlib import Path

from webapp.storage.sealing import KEY_BYTES, RandomBytes, derive


class StorageRefused(Exception):  # noqa: N818  a refusal
    """The store must not be opened as it is. The message says what is wrong and what to do."""


class InstanceKey:
    """The secret that all others of an instance derive from."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def derive(self, purpose: str) -> bytes:
        """Give 32 bytes that are good for this purpose alone."""
        return derive(self._secret, purpose)


def instance_key(path: Path, random_bytes: RandomBytes = os.urandom) -> InstanceKey:
    """Read the key, or make one where there is none yet. Raises StorageRefused."""
    if not path.exists():
        try:
            create_key(path, random_bytes)
        except OSError as error:
            raise StorageRefused(f"the key file {path} cannot be written: {error.strerror}") from error
    return read_key(path)


def read_key(path: Path) -> InstanceKey:
    """Raises StorageRefused where the file is missing, unreadable, damaged, or open to others."""
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            encoded = file.read()
    except OSError as error:
        raise StorageRefused(f"the key file {path} cannot be read: {error.strerror}") from error
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise StorageRefused(f"the key file {path} can be read by others: run  chmod 600 {path}")
    return InstanceKey(_decoded(encoded, path))


def create_key(path: Path, random_bytes: RandomBytes) -> None:
    """Write a new key, whole and owner-only, unless there is one: another process may be first."""
    draft = path.with_name(f".{path.name}.{random_bytes(8).hex()}")
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(b64encode(random_bytes(KEY_BYTES)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        _put_in_place(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _put_in_place(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)
    except FileExistsError:
        return


def _decoded(encoded: bytes, path: Path) -> bytes:
    try:
        secret = b64decode(encoded.strip(), validate=True)
    except Base64Error:
        secret = b""
    if len(secret) != KEY_BYTES:
        raise StorageRefused(f"the key file {path} is damaged: put back your copy of it")
    return secret
