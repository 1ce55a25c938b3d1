"""The instance folder: created on first start, for its owner only."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from webapp.instance_files import is_there
from webapp.settings.errors import SettingsError

FSTAB = Path("/etc/fstab")
KEY_FILE = "secret.key"
ROOM = 4_000_000
"""Bytes that must be free for a new instance: its tables and the texts of its questionnaires, twice over."""

_WRITABLE = stat.S_IWGRP | stat.S_IWOTH
_OPEN = stat.S_IRWXG | stat.S_IRWXO


def make_instance(folder: Path) -> None:
    """Create the folder if it does not exist, and restrict it to its owner. Raise SettingsError."""
    if not is_there(folder / KEY_FILE):  # the mount point of a volume exists before it is mounted
        require_mounted_volume(folder)
        _require_room(folder)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError([f"the instance folder {folder} cannot be made: {error.strerror}"]) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise SettingsError([f"the instance folder {folder} {why_unwritable(folder)}"])
    restrict_permissions(folder)


def why_unwritable(folder: Path) -> str:
    """Return why a folder cannot be written, with what to do."""
    if os.name == "posix" and os.statvfs(folder).f_flag & os.ST_RDONLY:
        return (
            "is on a disk that is mounted read-only: mount it for writing (the system's log says why it is)"
        )
    return f"cannot be written by this account: run  chown -R $(id -un) {folder}"


def _require_room(folder: Path) -> None:
    """Raise SettingsError where a new instance would be left half-made."""
    place = next(each for each in (folder, *folder.parents) if is_there(each))
    free = shutil.disk_usage(place).free
    if free < ROOM:
        left = f"{free // 1000} kB are free, and it needs {ROOM // 1000} kB"
        raise SettingsError([f"no instance was made in {folder}: the disk is full ({left})"])


def require_mounted_volume(folder: Path, fstab: Path = FSTAB) -> None:
    """Raise SettingsError for a folder on an unmounted volume of fstab, which would later hide its files."""
    above = {str(folder), *map(str, folder.parents)}
    missing = [place for place in _mounted_at(fstab) if place in above and not os.path.ismount(place)]
    if missing:
        raise SettingsError([f"{folder} lies on the volume {max(missing, key=len)}, which is not mounted"])


def restrict_permissions(path: Path) -> None:
    """Remove the permissions of group and others. Raise SettingsError.

    A folder that others can write is refused: they may have replaced the key or the database.
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
    try:
        lines = fstab.read_text("utf-8", "replace").splitlines()
    except OSError:
        return
    for fields in (line.split() for line in lines):
        if len(fields) > 1 and not fields[0].startswith("#") and fields[1].startswith("/"):
            yield fields[1].replace("\\040", " ").rstrip("/") or "/"
