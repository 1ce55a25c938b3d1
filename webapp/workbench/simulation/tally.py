"""The findings of many people, as counts that can be added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations
from operator import mul

from webapp.assessment.level_bounds import Range
from webapp.questionnaire.model import Questionnaire, ReportNote
from webapp.questionnaire.rules import Node
from webapp.questionnaire.rules.facts import Facts
from webapp.workbench.simulation.people import MadeUpPerson

SECONDS = 60
HALF_MINUTE = 30

ANY_OF_THESE = "any of the named safety flags"
FactsCondition = Callable[[Facts], bool]


@dataclass
class PeopleTally:
    """Counts of people.

    `levels` has for each factor the lowest and highest levels; `pairs` the people who surely have two
    factors, and `products` the sum of the products of their lowest levels; `held` every condition that held,
    by name; `asked` the people asked each question; `half_minutes` the time to fill in; `stopped` the people
    whom a flag ended the form for, who are not in `people`.
    """

    people: int = 0
    levels: dict[str, Counter[Range]] = field(default_factory=dict)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    products: Counter[tuple[str, str]] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    half_minutes: Counter[int] = field(default_factory=Counter)
    stopped: Counter[str] = field(default_factory=Counter)

    def add(self, other: PeopleTally) -> None:
        self.people += other.people
        for factor, counts in other.levels.items():
            self.levels.setdefault(factor, Counter()).update(counts)
        for name in ("pairs", "products", "held", "asked", "half_minutes", "stopped"):
            getattr(self, name).update(getattr(other, name))

    def present(self, factor: str) -> int:
        """Return how many people surely have the factor."""
        return sum(count for (low, _), count in self.levels[factor].items() if low > 0)

    def moments(self, factor: str) -> tuple[int, int]:
        """Return the sum of the factor's lowest levels, and of their squares."""
        counts = self.levels[factor].items()
        return sum(low * some for (low, _), some in counts), sum(low**2 * some for (low, _), some in counts)


class TallyBuilder:
    """Counts the findings of the people of one questionnaire, and who has any of `flags`."""

    def __init__(self, questionnaire: Questionnaire, flags: Iterable[str] = ()) -> None:
        self.together = {f"safety flag {flag}" for flag in flags}
        self.factors = tuple(questionnaire.factors)
        self.conditions = list(conditions_of(questionnaire))
        self.seconds = seconds_of(questionnaire)

    def tally(self, people: Iterable[MadeUpPerson]) -> PeopleTally:
        tally = PeopleTally()
        rows = []
        for person in people:
            if person.stopped:
                tally.stopped[person.stopped] += 1
            else:
                rows.append([person.level(factor) for factor in self.factors])
                self._count(person, tally)
        tally.people = len(rows)
        self._levels(dict(zip(self.factors, zip(*rows, strict=True), strict=False)), tally)
        return tally

    def _levels(self, levels: Mapping[str, Sequence[Range]], tally: PeopleTally) -> None:
        """Count whole columns, which is fast: there are many people and few factors."""
        tally.levels = {factor: Counter(levels.get(factor, ())) for factor in self.factors}
        lowest = {factor: [low for low, _ in column] for factor, column in levels.items()}
        for one, other in combinations(lowest, 2):
            products = list(map(mul, lowest[one], lowest[other]))
            tally.pairs[one, other] = len(products) - products.count(0)
            tally.products[one, other] = sum(products)

    def _count(self, person: MadeUpPerson, tally: PeopleTally) -> None:
        situation = person.answers.situation
        held = [name for name, rule in self.conditions if rule(situation)]
        tally.held.update(held)
        if not self.together.isdisjoint(held):
            tally.held[ANY_OF_THESE] += 1
        tally.asked.update(person.given.keys())
        tally.half_minutes[round(sum(map(self.seconds.__getitem__, person.given)) / HALF_MINUTE)] += 1


def conditions_of(questionnaire: Questionnaire) -> Iterator[tuple[str, FactsCondition]]:
    """Yield every other condition that may hold for some people, by what it belongs to."""
    for flag in questionnaire.safety:
        yield f"safety flag {flag.id}", partial(_holds, flag.when)
        yield from _notes(f"safety flag {flag.id}, further sentence", flag.more)
    for factor in questionnaire.factors.values():
        yield from _notes(f"factor {factor.id}, note", factor.notes)
        for place, (when, grade) in enumerate(factor.evidence.cases, start=1):
            yield f"factor {factor.id}, evidence case {place} ({grade})", partial(_holds, when)


def _notes(whose: str, notes: Iterable[ReportNote]) -> Iterator[tuple[str, FactsCondition]]:
    for place, note in enumerate(notes, start=1):
        if note.when is not None:
            yield f"{whose} {place}", note.stands


def _holds(rule: Node, facts: Facts) -> bool:
    return rule.value(facts) is True


def seconds_of(questionnaire: Questionnaire) -> dict[str, float]:
    """Return the seconds that each question takes: an equal share of its section's minutes."""
    return {
        question.id: float(section.minutes) * SECONDS / len(section.questions)
        for section in questionnaire.sections
        for question in section.questions
    }
