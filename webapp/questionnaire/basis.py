"""Where a cut-off comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Basis:
    """Where a cut-off comes from: "published", "arithmetic" or "pragmatic", and the sources."""

    kind: str
    sources: tuple[str, ...] = ()
    note: str = ""
