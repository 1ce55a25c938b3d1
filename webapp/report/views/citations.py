"""The numbers of references: counted in the order of their first mention."""

from collections.abc import Iterable

from webapp.questionnaire.model import Questionnaire
from webapp.questionnaire.references import Reference
from webapp.report.views.model import ReferenceLine
from webapp.report.views.reference_text import brief_text, full_text, links, short_text


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
    return ReferenceLine(
        number, full_text(reference), short_text(reference), links(reference), brief_text(reference)
    )
