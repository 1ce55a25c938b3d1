"""A folder of backups: each has the moment in its name, and the oldest go."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

_NAME = "gutfactors-%Y-%m-%dT%H%M%SZ.backup"
_PATTERN = "gutfactors-????-??-??T??????Z.backup"


class BackupFolder:
    """The backups of one folder. Files with other names are somebody else's, and stay."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def file_of(self, now: datetime) -> Path:
        """Where the backup of this moment belongs."""
        return self._folder / now.astimezone(UTC).strftime(_NAME)

    def thin(self, keep: int, newest: Path) -> int:
        """Delete all but so many, and never the `newest`, whatever its clock said; give their number."""
        others = sorted((each for each in self._folder.glob(_PATTERN) if each != newest), reverse=True)
        over = others[keep - 1 :]
        for each in over:
            each.unlink(missing_ok=True)
        return len(over)
