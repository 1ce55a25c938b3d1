"""The table of a `[[reference]]`."""

from typing import Literal

from webapp.questionnaire.loading.document import IdTable


class ReferenceTable(IdTable):
    """A `[[reference]]`."""

    authors: str = ""
    title: str
    year: int | None = None
    journal: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    details: str = ""
    short: str = ""
    kind: Literal["", "article", "guideline", "report", "book", "data", "organisation", "web"] = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    url: str = ""
    note: str = ""
    checked: Literal["", "V", "V-abs", "M"] = ""
