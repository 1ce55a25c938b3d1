"""The file of a backup: a zip of tables, with their digests in a manifest that is sealed with the key."""

import json
import os
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from webapp.instance_files import PRIVATE, create_for
from webapp.storage.crypto.keys import StorageRefused
from webapp.storage.crypto.sealing import RandomBytes, Seal, SealBroken

FORMAT = "gutfactors backup 1"
KEY = "secret.key"

_MANIFEST = "manifest.json"
_MANIFEST_SEAL = "manifest.seal"
_LARGEST_MANIFEST = 100_000
_CHUNK = 1 << 20

# Everything that the standard library raises for changed bytes of a zip.
_DAMAGE = (
    BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError,
    AttributeError, KeyError, TypeError, ValueError,
)  # fmt: skip


@dataclass(frozen=True)
class ArchiveMember:
    """One table, or the key: its number of lines and their digest."""

    lines: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """The contents of a backup: the revision of the tables, when it was made, and its members by name."""

    format: str
    revision: str
    made_at: str
    members: Mapping[str, ArchiveMember]

    @property
    def has_key(self) -> bool:
        return KEY in self.members


class ArchiveWriter:
    """Writes the members of a backup one after the other, and the manifest at the end."""

    def __init__(self, file: ZipFile) -> None:
        self._zip = file
        self._members: dict[str, ArchiveMember] = {}

    def add(self, name: str, lines: Iterable[bytes]) -> None:
        digest, count = sha256(), 0
        with self._zip.open(name, "w", force_zip64=True) as member:
            for line in lines:
                member.write(line)
                digest.update(line)
                count += 1
        self._members[name] = ArchiveMember(count, digest.hexdigest())

    def finish(self, revision: str, made_at: str, seal: Seal) -> Manifest:
        """Write the manifest and its sealed digest, which shows any change made without the key."""
        manifest = Manifest(FORMAT, revision, made_at, self._members)
        text = json.dumps(asdict(manifest), indent=2).encode("ascii")
        self._zip.writestr(_MANIFEST, text)
        self._zip.writestr(_MANIFEST_SEAL, seal.seal(sha256(text).digest(), _MANIFEST))
        return manifest


class Archive:
    """A backup to read. Every method raises StorageRefused for what was changed or is missing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._undamaged():
            self._zip = ZipFile(path)
            self._text = self._small(_MANIFEST)
            self.manifest = _manifest(self._text)
        self._refuse_other_formats()

    def close(self) -> None:
        self._zip.close()

    def key_bytes(self) -> bytes:
        """Return the content of the key file, where the backup has it."""
        with self._undamaged():
            return self._small(KEY)

    def refuse_changes(self, seal: Seal) -> None:
        """Compare everything with the sealed manifest. Raise StorageRefused."""
        with self._undamaged():
            sealed = self._small(_MANIFEST_SEAL)
        self._refuse_another_manifest(seal, sealed)
        expected = {_MANIFEST, _MANIFEST_SEAL, *self.manifest.members}
        if sorted(self._zip.namelist()) != sorted(expected):
            raise self._refused("a part of it is missing, or does not belong to it")
        for name, member in self.manifest.members.items():
            if self._digest(name) != member.sha256:
                raise self._refused(f"{name} was changed")

    def lines(self, name: str) -> Iterator[bytes]:
        with self._undamaged(), self._zip.open(name) as member:
            yield from member

    def _refuse_other_formats(self) -> None:
        if self.manifest.format != FORMAT:
            raise self._refused(f"its format is {self.manifest.format!r}, and this version reads {FORMAT!r}")

    def _refuse_another_manifest(self, seal: Seal, sealed: bytes) -> None:
        try:
            digest = seal.open(sealed, _MANIFEST)
        except SealBroken as broken:
            raise self._refused(
                f"the key of this instance ({seal.key_id}) does not open it ({broken}): it was changed, or "
                "belongs to another key. Put back the key file of the time when it was made"
            ) from broken
        if digest != sha256(self._text).digest():
            raise self._refused(f"{_MANIFEST} was changed")

    def _digest(self, name: str) -> str:
        digest = sha256()
        with self._undamaged(), self._zip.open(name) as member:
            while chunk := member.read(_CHUNK):
                digest.update(chunk)
        return digest.hexdigest()

    def _small(self, name: str) -> bytes:
        if self._zip.getinfo(name).file_size > _LARGEST_MANIFEST:
            raise BadZipFile(f"{name} is too large")
        return self._zip.read(name)

    @contextmanager
    def _undamaged(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StorageRefused(f"{self.path} cannot be read: {error.strerror or error}") from error
        except _DAMAGE as error:
            raise self._refused(f"it is damaged, or no backup at all ({error})") from error

    def _refused(self, reason: str) -> StorageRefused:
        return StorageRefused(f"{self.path}: {reason}. Nothing was restored")


@contextmanager
def atomic_archive(
    path: Path, random_bytes: RandomBytes, *, is_in_instance: bool = False
) -> Iterator[ArchiveWriter]:
    """Open an owner-only archive that gets its name once it is complete, and is deleted otherwise.

    A file in the instance belongs to its account, and any other one to the account that writes it.
    """
    draft = path.with_name(f".{path.name}.{random_bytes(8).hex()}")
    flags = os.O_CREAT | os.O_EXCL | os.O_RDWR
    descriptor = create_for(path, draft) if is_in_instance else os.open(draft, flags, PRIVATE)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            with ZipFile(file, "w", ZIP_DEFLATED) as archive:
                yield ArchiveWriter(archive)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _manifest(text: bytes) -> Manifest:
    """Parse a manifest. Raise one of _DAMAGE."""
    content: dict[str, Any] = json.loads(text)
    members = {
        name: ArchiveMember(member["lines"], member["sha256"]) for name, member in content["members"].items()
    }
    return Manifest(content["format"], content["revision"], content["made_at"], members)
