"""Factors and measures over the visits of one patient."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from webapp.assessment.assess import Assessment
from webapp.assessment.comparability import Comparability
from webapp.assessment.tracked_values import ValueRange, levels_of, numbers_of
from webapp.assessment.words import measure_name
from webapp.questionnaire.units import unit_of


@dataclass(frozen=True)
class Trend:
    """One factor (`kind` "factor", levels 0 to 3) or one measure ("measure") over several visits.

    `points` has (lowest, highest) for each visit; None where it does not exist or is not comparable with the
    last visit.
    """

    kind: str
    id: str
    title: str
    unit: str
    decimals: int
    points: tuple[ValueRange, ...]


def trends(visits: Sequence[Assessment]) -> tuple[Trend, ...]:
    """Return the trends of every factor and tracked measure of the last visit; visits are oldest first."""
    if not visits:
        return ()
    last = visits[-1].questionnaire
    each = [_Visit(visit, Comparability(visit.questionnaire, last)) for visit in visits]
    measures = [last.measures[one] for one in numbers_of(visits[-1])]
    return (
        *(
            Trend("factor", one.id, one.title, "", 0, tuple(visit.level(one.id) for visit in each))
            for one in last.factors.values()
        ),
        *(
            Trend(
                "measure",
                one.id,
                measure_name(one, visits[-1].answers),
                unit_of(one),
                one.decimals,
                tuple(visit.number(one.id) for visit in each),
            )
            for one in measures
        ),
    )


class _Visit:
    """One of several visits, as far as it is comparable with the last."""

    def __init__(self, assessment: Assessment, both: Comparability) -> None:
        self.both = both
        self.levels = levels_of(assessment)
        self.numbers = numbers_of(assessment)

    def level(self, factor: str) -> ValueRange:
        return self._comparable(self.levels, factor)

    def number(self, measure: str) -> ValueRange:
        return self._comparable(self.numbers, measure)

    def _comparable(self, spans: Mapping[str, ValueRange], name: str) -> ValueRange:
        return spans.get(name) if self.both.judges_alike(name) else None
