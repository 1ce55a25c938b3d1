"""The numbers of references: counted in the order of their first mention."""

from collections.abc import Iterable
from urllib.parse import quote

from webapp.questionnaire.model import Questionnaire
from webapp.questionnaire.references import Reference
from webapp.report.views.model import ReferenceLine


class Citations:
    """Gives each reference its number when it is first cited."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._references = questionnaire.references
        self._numbers: dict[str, int] = {}

    def cite(self, reference_ids: Iterable[str]) -> tuple[int, ...]:
        """Cite these references, and return their numbers in ascending order."""
        return tuple(sorted(self._numbers.setdefault(one, len(self._numbers) + 1) for one in reference_ids))

    def lines(self) -> tuple[ReferenceLine, ...]:
        return tuple(_line(number, self._references[one]) for one, number in self._numbers.items())


def _line(number: int, reference: Reference) -> ReferenceLine:
    year = "" if reference.year is None else str(reference.year)
    source = reference.journal or reference.title
    return ReferenceLine(number, reference.authors, year, source, *_found_at(reference))


def _found_at(reference: Reference) -> tuple[str, str]:
    """Where to find it, as text for paper and as an address for the screen."""
    if reference.doi:
        return f"doi:{reference.doi}", f"https://doi.org/{quote(reference.doi)}"
    if reference.pmid:
        return f"PMID {reference.pmid}", f"https://pubmed.ncbi.nlm.nih.gov/{quote(reference.pmid)}/"
    told = reference.url.removeprefix("https://").removeprefix("www.")
    return told, reference.url if reference.url.startswith("https://") else ""
