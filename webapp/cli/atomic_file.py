"""A file that is there whole or not at all: written beside its place first, then put there."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from secrets import token_hex

PRIVATE = 0o600
SHARED = 0o666
"""Who may read a file: its owner alone, or those whom the umask lets."""

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
    """Write beside it first, call `before`, and only then put it in place. Raises OSError.

    When anything fails, what stood there before still does. `draft` begins the name of the file beside it.
    `as_before`: the file stays as open to others as the one that it replaces.
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
