"""Where coverage is not measured: it makes everything slower that Python does meanwhile, ours or not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from coverage import Coverage

_depth = 0


@contextmanager
def unmeasured() -> Iterator[None]:
    """Pause coverage, if it is measured. May be nested."""
    global _depth  # noqa: PLW0603  one for the process, as coverage is
    coverage = Coverage.current()
    if coverage is None:
        yield
        return
    if not _depth:
        coverage.stop()
    _depth += 1
    try:
        yield
    finally:
        _depth -= 1
        if not _depth:
            coverage.start()
