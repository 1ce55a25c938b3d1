"""A folder of backups, named by their time. The oldest are deleted."""

from datetime import UTC, datetime
from pathlib import Path

_NAME = "gutfactors-%Y-%m-%dT%H%M%SZ.backup"
_PATTERN = "gutfactors-????-??-??T??????Z.backup"


class BackupFolder:
    """The backups of one folder. Files with other names are never deleted."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path_for(self, now: datetime) -> Path:
        return self._folder / now.astimezone(UTC).strftime(_NAME)

    def newest(self) -> Path | None:
        """Return the backup that was written last, whatever its name; None in a folder without any."""
        found = [each for each in self._folder.glob("*.backup") if each.is_file()]
        return max(found, key=lambda each: (each.stat().st_mtime_ns, each.name), default=None)

    def prune(self, keep: int, newest: Path) -> int:
        """Delete all but `keep` backups, never the `newest` one, and return how many were deleted.

        `newest` is the one just made: its name may be older than others if the clock was ahead before.
        """
        others = sorted((each for each in self._folder.glob(_PATTERN) if each != newest), reverse=True)
        old = others[keep - 1 :]
        for each in old:
            each.unlink(missing_ok=True)
        return len(old)
