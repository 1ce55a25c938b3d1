"""The instance's secret keys, in a file of their own, never in the database."""

import os
import stat
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from webapp.storage.crypto.sealing import KEY_BYTES, RandomBytes, derive, key_id_of

SEAL_PURPOSE = "submission seal"
"""The purpose from which the key of the seal is derived. It is data, and named after its first use."""


class StorageRefused(Exception):  # noqa: N818  a refusal
    """The store cannot be opened as it is. The message says what is wrong and what to do."""


class InstanceKey:
    """The secrets from which all keys of an instance are derived, newest first. Mostly there is one."""

    def __init__(self, *secrets: bytes) -> None:
        self.secrets = secrets

    def derive(self, purpose: str) -> bytes:
        """Return a key of 32 bytes for one purpose, from the newest secret."""
        return derive(self.secrets[0], purpose)

    def derive_each(self, purpose: str) -> tuple[bytes, ...]:
        """Return the key for one purpose from each secret, the newest first."""
        return tuple(derive(secret, purpose) for secret in self.secrets)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Eight hex letters for each secret, the newest first. Sealed bytes begin with one of them."""
        return tuple(key_id_of(key).hex() for key in self.derive_each(SEAL_PURPOSE))


def instance_key(path: Path, random_bytes: RandomBytes = os.urandom) -> InstanceKey:
    """Read the key file, and create it where it does not exist. Raise StorageRefused."""
    if not path.exists():
        try:
            create_key(path, random_bytes)
        except OSError as error:
            raise StorageRefused(f"the key file {path} cannot be written: {error.strerror}") from error
    return read_key(path)


def read_key(path: Path) -> InstanceKey:
    """Read the key file. Raise StorageRefused where it is missing, unreadable, damaged or open to others."""
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            encoded = file.read()
    except OSError as error:
        raise StorageRefused(f"the key file {path} cannot be read: {error.strerror}") from error
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise StorageRefused(f"the key file {path} can be read by others: run  chmod 600 {path}")
    return parse_key(encoded, path)


def parse_key(encoded: bytes, path: Path) -> InstanceKey:
    """Parse the content of the key file at `path`. Raise StorageRefused where it is damaged."""
    return InstanceKey(*_decoded(encoded, path))


def create_key(path: Path, random_bytes: RandomBytes) -> None:
    """Create the key file, atomically and owner-only. Keep an existing one: another process may be first."""
    draft = _write_beside(path, [random_bytes(KEY_BYTES)], random_bytes)
    try:
        _link(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def replace_keys(path: Path, secrets: Sequence[bytes], random_bytes: RandomBytes) -> None:
    """Replace the secrets in the file, the newest first, atomically.

    Raise StorageRefused where the file cannot be written.
    """
    try:
        draft = _write_beside(path, secrets, random_bytes)
        try:
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        _sync_folder(path.parent)
    except OSError as error:
        raise StorageRefused(f"the key file {path} cannot be written: {error.strerror}") from error


def _write_beside(path: Path, secrets: Sequence[bytes], random_bytes: RandomBytes) -> Path:
    draft = path.with_name(f".{path.name}.{random_bytes(8).hex()}")
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(b"".join(b64encode(secret) + b"\n" for secret in secrets))
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    return draft


def _link(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)
    except FileExistsError:
        return


def _sync_folder(folder: Path) -> None:
    """Make the folder's new entry survive a power cut. Windows does that by itself."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _decoded(encoded: bytes, path: Path) -> list[bytes]:
    try:
        secrets = [b64decode(line, validate=True) for line in encoded.split()]
    except Base64Error:
        secrets = []
    if not secrets or any(len(secret) != KEY_BYTES for secret in secrets):
        raise StorageRefused(f"the key file {path} is damaged: put back your copy of it")
    return secrets
