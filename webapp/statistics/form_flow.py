"""How far forms come: what may be shown of the counts of one quarter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from webapp.statistics.disclosure import SMALLEST, rounded, shown_cells


@dataclass(frozen=True)
class FormTotals:
    """How many forms were begun, finished, and ended by an answer, such as an age under 18."""

    begun: int
    finished: int
    ended: int


@dataclass(frozen=True)
class Stop:
    """A place in the form: how many forms were left there, and how often somebody came back to it."""

    place: str
    left: int | None
    returned: int | None


@dataclass(frozen=True)
class FormFlow:
    """What is shown. `closed` is the number of forms that were finished, ended or left; None is hidden."""

    begun: int | None
    closed: int | None
    finished: int | None
    ended: int | None
    stops: tuple[Stop, ...]


def form_flow(
    totals: FormTotals, left: Mapping[str, int], returned: Mapping[str, int], places: Sequence[str]
) -> FormFlow:
    """Return what may be shown; stops are in the order of `places`, then those of older questionnaires."""
    older = sorted((left.keys() | returned.keys()) - set(places))
    every = (*places, *older)
    cells = [totals.finished, totals.ended, *(left.get(place, 0) for place in every)]
    finished, ended, *shown = shown_cells(cells)
    back = shown_cells([returned.get(place, 0) for place in every])
    closed = sum(cells)
    return FormFlow(
        begun=_shown_beside(totals.begun, closed),
        closed=rounded(closed) if closed >= SMALLEST else None,
        finished=finished,
        ended=ended,
        stops=tuple(map(Stop, every, shown, back)),
    )


def _shown_beside(begun: int, closed: int) -> int | None:
    """Return how many were begun, unless few more or fewer were: that would be who is still at it."""
    is_near = 0 < abs(begun - closed) < SMALLEST
    return None if begun < SMALLEST or is_near else rounded(begun)
