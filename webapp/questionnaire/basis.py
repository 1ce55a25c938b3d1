"""Where a cut-off comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Basis:
    """Origin of a number: "published", "arithmetic" or "pragmatic", with ids of papers and a note."""

    kind: str
    sources: tuple[str, ...] = ()
    note: str = ""
