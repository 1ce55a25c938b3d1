"""The output folder of a batch: files are written atomically, and a journal records their inputs.

The journal entry, with the digest of the file, is written before the file. A file that differs from its entry
is made again, and a file without an entry is foreign.
"""

import json
import os
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import IO, Any

from webapp.cli.atomic_file import DRAFT_ENDS, PRIVATE, write_atomically

fcntl: ModuleType | None
try:
    import fcntl
except ImportError:  # Windows: two batches in one folder are not noticed
    fcntl = None

JOURNAL = "batch.journal"
DRAFT = ".batch-"
FORMAT = "gut-factors batch 1"


class FolderRefused(Exception):  # noqa: N818  a refusal
    """The folder cannot be used. The message says why."""


class OutputFolder:
    """The files of a batch that was begun on `day`, the date of lines without one. Not thread-safe."""

    def __init__(self, path: Path, today: date) -> None:
        """Create the folder if it does not exist. Raise FolderRefused."""
        self.path = path
        try:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._journal = _opened(path / JOURNAL)
        except OSError as error:
            raise FolderRefused(f"{path} cannot be written: {error.strerror}") from error
        try:
            _lock(self._journal, path)
            self.day, self._made = self._read(today)
        except FolderRefused:
            self._journal.close()
            raise

    def close(self) -> None:
        self._journal.close()

    def has(self, name: str, made_of: str) -> bool:
        """Return whether this file is complete and made of the same inputs."""
        entry = self._made.get(name)
        return entry is not None and entry["of"] == made_of and _digest(self.path / name) == entry["sha256"]

    def is_foreign(self, name: str) -> bool:
        """Return whether a file of this name exists that no batch wrote."""
        return name not in self._made and os.path.lexists(self.path / name)

    def put(self, name: str, made_of: str, content: bytes) -> None:
        """Write the file, replacing one of other inputs. Raise OSError."""
        entry = {"file": name, "of": made_of, "sha256": sha256(content).hexdigest()}
        write_atomically(self.path / name, content, lambda: self._note(entry), draft=DRAFT)
        self._made[name] = entry

    def _read(self, today: date) -> tuple[date, dict[str, Mapping[str, str]]]:
        """Return the day and the last entry of each file, skipping a truncated line."""
        self._journal.seek(0)
        first = self._journal.readline()
        if not first:
            self._note({"format": FORMAT, "day": today.isoformat()})
            return today, {}
        day = self._day_of(_entry(first))
        entries = [one for one in map(_entry, self._journal) if one.keys() == {"file", "of", "sha256"}]
        self._tidy_up()
        return day, {entry["file"]: entry for entry in entries}

    def _day_of(self, head: Mapping[str, Any]) -> date:
        try:
            if head["format"] == FORMAT:
                return date.fromisoformat(head["day"])
        except (KeyError, TypeError, ValueError):
            pass
        raise FolderRefused(f"{self.path / JOURNAL} is not the journal of a batch: name another folder")

    def _tidy_up(self) -> None:
        """Remove what a killed run left half-written."""
        for draft in self.path.glob(f"{DRAFT}*{DRAFT_ENDS}"):
            draft.unlink()
        self._journal.seek(-1, os.SEEK_END)
        if self._journal.read(1) != b"\n":
            self._journal.write(b"\n")

    def _note(self, entry: Mapping[str, str]) -> None:
        self._journal.write(json.dumps(entry).encode() + b"\n")
        self._journal.flush()


def _opened(journal: Path) -> IO[bytes]:
    """Open the journal. A new one, its owner alone can read: as the reports beside it."""
    return os.fdopen(os.open(journal, os.O_RDWR | os.O_APPEND | os.O_CREAT, PRIVATE), "a+b")


def _lock(journal: IO[bytes], path: Path) -> None:
    if fcntl is None:
        return
    try:
        fcntl.flock(journal, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise FolderRefused(f"another batch is putting its reports into {path} at this moment") from error


def _entry(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _digest(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
