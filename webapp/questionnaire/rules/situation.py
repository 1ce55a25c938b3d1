"""The context in which rules are evaluated: possible answers, and the formulas behind names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import cast

from webapp.questionnaire.levels import Level
from webapp.questionnaire.rules.facts import Domain, Picks, Value
from webapp.questionnaire.rules.intervals import Interval, Truth
from webapp.questionnaire.rules.nodes import MeasureRef, Node

_NOBODY: Mapping[str, str] = MappingProxyType({})
_NOTHING: Mapping[str, Value] = MappingProxyType({})


@dataclass(frozen=True)
class RuleBook:
    """The formulas of measures and the rules of factors, by id."""

    measures: Mapping[str, Node]
    factors: Mapping[str, Mapping[Level, Node]]

    @cached_property
    def questions_behind(self) -> Mapping[str, frozenset[str]]:
        """The questions that each factor's level depends on, also through measures and factors."""
        return {factor: self.questions_of(rules.values()) for factor, rules in self.factors.items()}

    def measures_behind(self, rule: Node) -> tuple[str, ...]:
        """Return the measures that a rule uses, also through other measures, nearest first."""
        if rule not in self._measures_behind:
            self._measures_behind[rule] = tuple(dict.fromkeys(self._measures_of(rule)))
        return self._measures_behind[rule]

    @cached_property
    def _measures_behind(self) -> dict[Node, tuple[str, ...]]:
        return {}

    def _measures_of(self, rule: Node) -> Iterator[str]:
        for measure in (node.measure for node in rule.walk() if isinstance(node, MeasureRef)):
            yield measure
            yield from self._measures_of(self.measures[measure])

    def questions_of(self, nodes: Iterable[Node]) -> frozenset[str]:
        """Return the questions that these rules depend on, also through measures and factors."""
        found: set[str] = set()
        for node in nodes:
            names = node.names()
            found |= names.questions
            found |= self.questions_of(self.measures[measure] for measure in names.measures)
            for factor in names.factors:
                found |= self.questions_of(self.factors[factor].values())
        return frozenset(found)

    def parents(self, show_ifs: Mapping[str, Node | None]) -> Mapping[str, frozenset[str]]:
        """Return the questions that each show-if rule depends on, directly or not, in the order of asking."""
        parents: dict[str, frozenset[str]] = {}
        for question, rule in show_ifs.items():
            direct = self.questions_of([rule] if rule else [])
            parents[question] = direct.union(*(parents[parent] for parent in direct))
        return parents


class Situation:
    """A set of possible answers; measures and levels are evaluated on first use.

    `domains` has the possible values of each answer, `known` the questions with a plain answer, and `unsure`
    the unknown option ("not sure") that was chosen for a question. `measures` are those that are not to be
    evaluated.
    """

    __slots__ = ("_levels", "_measures", "book", "domains", "known", "unsure")

    def __init__(
        self,
        book: RuleBook,
        domains: Mapping[str, Domain],
        known: Set[str] = frozenset(),
        unsure: Mapping[str, str] = _NOBODY,
        measures: Mapping[str, Value] = _NOTHING,
    ) -> None:
        self.book = book
        self.domains = domains
        self.known = known
        self.unsure = unsure
        self._measures: dict[str, Value] = dict(measures)
        self._levels: dict[str, tuple[int, int]] = {}

    def number(self, question: str) -> Interval:
        return cast("Interval", self.domains[question])

    def choice(self, question: str) -> frozenset[str]:
        return cast("frozenset[str]", self.domains[question])

    def picks(self, question: str) -> Picks:
        return cast("Picks", self.domains[question])

    def is_known(self, question: str) -> Truth:
        """Return whether a plain answer was given; for one person never unknown itself."""
        return question in self.known

    def is_unsure(self, question: str, options: Collection[str]) -> Truth:
        return self.unsure.get(question) in options

    def measure(self, measure_id: str) -> Value:
        if measure_id not in self._measures:
            self._measures[measure_id] = self.book.measures[measure_id].value(self)
        return self._measures[measure_id]

    def level(self, factor_id: str) -> tuple[int, int]:
        """Return the lowest and highest level by interval arithmetic: never too narrow, perhaps too wide."""
        if factor_id not in self._levels:
            self._levels[factor_id] = self._level(self.book.factors[factor_id])
        return self._levels[factor_id]

    def narrowed(self, question: str, domain: Domain) -> Situation:
        """Return a copy with fewer values for one answer."""
        return self.with_domains({question: domain})

    def with_domains(self, domains: Mapping[str, Domain]) -> Situation:
        """Return a copy with other values for these answers."""
        return Situation(self.book, {**self.domains, **domains}, self.known, self.unsure)

    def with_measure(self, measure_id: str, value: Value) -> Situation:
        """Return a copy with this value of a measure, whatever the answers behind it."""
        return Situation(self.book, self.domains, self.known, self.unsure, {measure_id: value})

    def _level(self, rules: Mapping[Level, Node]) -> tuple[int, int]:
        highest = Level.NONE
        for level, rule in rules.items():
            truth = rule.value(self)
            if truth is not False:
                highest = max(highest, level)
            if truth:
                return int(level), int(highest)
        return int(Level.NONE), int(highest)
