"""The papers behind what is judged."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reference:
    """A paper, guideline or web page behind a factor or a cut-off.

    `kind` is "article", "guideline", "report", "book", "data", "organisation", "web" or "" (not said).
    In files before `volume` was a key, `journal` ends with the volume, issue and pages.
    """

    id: str
    authors: str
    title: str
    year: int | None = None
    journal: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    details: str = ""
    short: str = ""
    kind: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    url: str = ""
    note: str = ""
    checked: str = ""
