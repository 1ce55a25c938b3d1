"""The counts of a simulation in the order in which an author reads them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import prod, sqrt

from webapp.questionnaire.levels import Level
from webapp.questionnaire.model import Questionnaire
from webapp.workbench.simulation.tally import PeopleTally, conditions_of

CLOSEST = 12  # pairs of factors that are shown
LOOSE = 0.1  # below this correlation of their levels, two factors are not said to go together


@dataclass(frozen=True)
class FactorRow:
    """How many people surely have each level, and how many have an open one."""

    factor: str
    title: str
    settled: Mapping[Level, int]
    open: int


@dataclass(frozen=True)
class FactorPair:
    """Two factors: people with both, people expected with both by chance, and the correlation of levels."""

    first: str
    second: str
    both: int
    by_chance: float
    correlation: float


@dataclass(frozen=True)
class Summary:
    """The results of one simulation."""

    questionnaire: Questionnaire
    tally: PeopleTally

    @cached_property
    def rows(self) -> list[FactorRow]:
        return [self._row(factor, counts) for factor, counts in self.tally.levels.items()]

    def _row(self, factor: str, counts: Counter[tuple[int, int]]) -> FactorRow:
        settled = {level: counts[level, level] for level in Level}
        title = self.questionnaire.factors[factor].title
        return FactorRow(factor, title, settled, counts.total() - sum(settled.values()))

    @cached_property
    def pairs(self) -> list[FactorPair]:
        return [self._pair(first, second) for first, second in combinations(self.tally.levels, 2)]

    def _pair(self, first: str, second: str) -> FactorPair:
        present = self.tally.present(first) * self.tally.present(second)
        return FactorPair(
            first,
            second,
            self.tally.pairs[first, second],
            self.share(present),
            self._correlation(first, second),
        )

    def _correlation(self, first: str, second: str) -> float:
        """Return Pearson's correlation of the lowest levels; 0 where a level is constant."""
        people = self.tally.people
        sums = [self.tally.moments(factor) for factor in (first, second)]
        spread = sqrt(prod(people * squares - plain**2 for plain, squares in sums))
        together = people * self.tally.products[first, second] - prod(plain for plain, _ in sums)
        return together / spread if spread else 0.0

    @property
    def closest(self) -> list[FactorPair]:
        together = [pair for pair in self.pairs if pair.correlation >= LOOSE]
        return sorted(together, key=lambda pair: -pair.correlation)[:CLOSEST]

    @cached_property
    def never(self) -> list[str]:
        """What never occurred: levels, questions, flags, notes and evidence cases."""
        return [*self._levels_of_nobody(), *self._asked_of_nobody(), *self._held_by_nobody()]

    def _levels_of_nobody(self) -> Iterator[str]:
        for factor, counts in self.tally.levels.items():
            lowest = {low for low, _ in counts}
            for level in self.questionnaire.factors[factor].rules:
                if level not in lowest:
                    yield f"factor {factor}, level {level.word}"

    def _asked_of_nobody(self) -> Iterator[str]:
        asked = self.tally.asked
        return (f"question {one} is asked" for one in self.questionnaire.questions if not asked[one])

    def _held_by_nobody(self) -> Iterator[str]:
        held, stopped = self.tally.held, self.tally.stopped
        ending = {f"safety flag {flag}" for flag in stopped}
        names = (name for name, _ in conditions_of(self.questionnaire))
        return (name for name in names if not held[name] and name not in ending)

    @property
    def minutes(self) -> list[tuple[float, int]]:
        """The number of people by minutes, rounded to half a minute, shortest first."""
        return [(halves / 2, count) for halves, count in sorted(self.tally.half_minutes.items())]

    def minutes_at(self, share: float) -> float:
        """Return the minutes within which this share of people finishes."""
        left = share * self.tally.people
        for minutes, count in self.minutes:
            left -= count
            if left <= 0:
                return minutes
        return 0

    def share(self, count: float) -> float:
        return count / (self.tally.people or 1)
