"""The instance folder: made on first start, for its owner only."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from webapp.settings.errors import SettingsError

FSTAB = Path("/etc/fstab")
KEY_FILE = "secret.key"

_WRITABLE = stat.S_IWGRP | stat.S_IWOTH
_OPEN = stat.S_IRWXG | stat.S_IRWXO


def make_instance(folder: Path) -> None:
    """Make the folder where it is not there yet, and shut it to others.

    Raises SettingsError where it cannot be used.
    """
    if not (folder / KEY_FILE).exists():  # a folder at which a volume is to be mounted is there before it
        require_mounted_volume(folder)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError([f"the instance folder {folder} cannot be made: {error.strerror}"]) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise SettingsError([f"the instance folder {folder} cannot be written by this account"])
    restrict_permissions(folder)


def require_mounted_volume(folder: Path, fstab: Path = FSTAB) -> None:
    """Raises SettingsError where the folder is to lie on a volume that is not mounted.

    What is made there would be hidden as soon as the volume comes.
    """
    above = {str(folder), *map(str, folder.parents)}
    missing = [place for place in _mounted_at(fstab) if place in above and not os.path.ismount(place)]
    if missing:
        raise SettingsError([f"{folder} lies on the volume {max(missing, key=len)}, which is not mounted"])


def restrict_permissions(path: Path) -> None:
    """Take a folder or file of ours from all others, or refuse it. Raises SettingsError.

    Who can write in the folder can put another key or database there.
    """
    if os.name != "posix":
        return
    found = path.stat()
    shown = f"{'folder' if path.is_dir() else 'file'} {path}"
    mode = stat.S_IMODE(found.st_mode)
    if path.is_dir() and mode & _WRITABLE:
        raise SettingsError([f"the {shown} can be written by others: run  chmod 700 {path}"])
    if mode & _OPEN:
        _shut(path, mode & ~_OPEN, shown)


def _shut(path: Path, mode: int, shown: str) -> None:
    try:
        path.chmod(mode)
    except OSError as error:
        problem = f"the {shown} is open to others, and this account cannot shut it: run  chmod go-rwx {path}"
        raise SettingsError([problem]) from error


def _mounted_at(fstab: Path) -> Iterator[str]:
    """The folders at which the system mounts volumes by itself, or on demand."""
    try:
        lines = fstab.read_text("utf-8", "replace").splitlines()
    except OSError:
        return
    for fields in (line.split() for line in lines):
        if len(fields) > 1 and not fields[0].startswith("#") and fields[1].startswith("/"):
            yield fields[1].replace("\\040", " ").rstrip("/") or "/"
