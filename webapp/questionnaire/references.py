"""The papers behind what is judged."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reference:
    """A paper, guideline or web page behind a factor or a cut-off.

    `kind` is "article", "guideline", "report", "book", "page", "data" or "" (not said).
    """

    id: str
    authors: str
    title: str
    year: int | None = None
    journal: str = ""
    kind: str = ""
    doi: str = ""
    pmid: str = ""
    url: str = ""
    note: str = ""
    checked: str = ""
