"""Atomic file writes: to a temporary file in the same folder, then renamed."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from secrets import token_hex

PRIVATE = 0o600
SHARED = 0o666
"""File modes: for the owner alone, or as the umask allows."""

DRAFT_ENDS = ".part"


def write_atomically(
    path: Path,
    content: bytes,
    before: Callable[[], object] = lambda: None,
    *,
    draft: str = ".gutfactors-",
    mode: int = PRIVATE,
    as_before: bool = False,
) -> None:
    """Write a temporary file, call `before`, then rename it to `path`. Raise OSError.

    When anything fails, an earlier file at `path` stays as it was. The temporary file's name begins with
    `draft`. With `as_before`, the file keeps the mode of the file that it replaces.
    """
    beside = path.parent / f"{draft}{token_hex(8)}{DRAFT_ENDS}"
    try:
        descriptor = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if as_before and path.exists():
            beside.chmod(stat.S_IMODE(path.stat().st_mode))
        before()
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
