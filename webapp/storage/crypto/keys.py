"""The instance's secret keys, in a file of their own, never in the database."""

import os
import stat
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from webapp.instance_files import is_there, replace_file, why_denied, write_beside
from webapp.storage.crypto.sealing import KEY_BYTES, RandomBytes, derive, key_id_of

SEAL_PURPOSE = "submission seal"
"""The purpose from which the key of the seal is derived. It is data, and named after its first use."""

WAITING = b"waiting:"
"""Marks the line of a secret that nothing is sealed with yet. Base64 has no colon."""


class StorageRefused(Exception):  # noqa: N818  a refusal
    """The store cannot be opened as it is. The message says what is wrong and what to do."""


class InstanceKey:
    """The secrets from which all keys of an instance are derived, newest first. Mostly there is one.

    `waiting` is a secret that nothing is sealed with before every server has it. Any may open what another
    server sealed with it already.
    """

    def __init__(self, *secrets: bytes, waiting: bytes | None = None) -> None:
        self.secrets = secrets
        self.waiting = waiting

    def derive(self, purpose: str) -> bytes:
        """Return a key of 32 bytes for one purpose, from the newest secret."""
        return derive(self.secrets[0], purpose)

    def derive_each(self, purpose: str) -> tuple[bytes, ...]:
        """Return the key for one purpose from each secret, the newest first, and the one that waits last."""
        every = self.secrets if self.waiting is None else (*self.secrets, self.waiting)
        return tuple(derive(secret, purpose) for secret in every)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Eight hex letters for each secret, as in `derive_each`. Sealed bytes begin with one of them."""
        return tuple(key_id_of(key).hex() for key in self.derive_each(SEAL_PURPOSE))

    @property
    def waiting_id(self) -> str:
        """The id of the secret that waits; "" where none does."""
        return "" if self.waiting is None else self.ids[-1]

    def promoted(self) -> "InstanceKey":
        """Return the same secrets with the one that waits as the newest."""
        return self if self.waiting is None else InstanceKey(self.waiting, *self.secrets)


def instance_key(path: Path, random_bytes: RandomBytes = os.urandom) -> InstanceKey:
    """Read the key file, and create it where it does not exist. Raise StorageRefused."""
    if not is_there(path):
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
    except PermissionError as error:
        raise StorageRefused(f"the key cannot be read: {why_denied(path)}") from error
    except OSError as error:
        raise StorageRefused(f"the key file {path} cannot be read: {error.strerror}") from error
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise StorageRefused(f"the key file {path} can be read by others: run  chmod 600 {path}")
    return parse_key(encoded, path)


def parse_key(encoded: bytes, path: Path) -> InstanceKey:
    """Parse the content of the key file at `path`. Raise StorageRefused where it is damaged."""
    lines = encoded.split()
    waiting = [line.removeprefix(WAITING) for line in lines if line.startswith(WAITING)]
    secrets = _decoded([line for line in lines if not line.startswith(WAITING)], path)
    return InstanceKey(*secrets, waiting=_decoded(waiting, path)[0] if waiting else None)


def create_key(path: Path, random_bytes: RandomBytes) -> None:
    """Create the key file, atomically and owner-only. Keep an existing one: another process may be first."""
    draft = write_beside(path, _encoded(InstanceKey(random_bytes(KEY_BYTES))))
    try:
        _link(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def replace_key(path: Path, key: InstanceKey) -> None:
    """Replace the secrets in the file, atomically. Raise StorageRefused where it cannot be written."""
    try:
        replace_file(path, _encoded(key))
    except OSError as error:
        raise StorageRefused(f"the key file {path} cannot be written: {error.strerror}") from error


def _encoded(key: InstanceKey) -> bytes:
    lines = [b64encode(secret) for secret in key.secrets]
    if key.waiting is not None:
        lines.append(WAITING + b64encode(key.waiting))
    return b"".join(line + b"\n" for line in lines)


def _link(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)
    except FileExistsError:
        return


def _decoded(lines: Sequence[bytes], path: Path) -> list[bytes]:
    try:
        secrets = [b64decode(line, validate=True) for line in lines]
    except Base64Error:
        secrets = []
    if not secrets or any(len(secret) != KEY_BYTES for secret in secrets):
        raise StorageRefused(f"the key file {path} is damaged: put back your copy of it")
    return secrets
