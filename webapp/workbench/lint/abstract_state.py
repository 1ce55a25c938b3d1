"""Abstract interpretation: the value of rules over all people whose answers are within certain bounds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import cast

from webapp.questionnaire.domains import bounds_of, domain_of, domain_unasked, plain_options
from webapp.questionnaire.model import Question, Questionnaire
from webapp.questionnaire.rules.domain_split import is_open
from webapp.questionnaire.rules.facts import Domain, Picks
from webapp.questionnaire.rules.intervals import Ends, Interval, OrAbsent, Truth, hull
from webapp.questionnaire.rules.numbers import Number
from webapp.questionnaire.rules.situation import Situation

PLAIN = "plain"
SKIPPED = "skipped"


class Unsatisfiable(Exception):  # noqa: N818  no error: there is simply no such person
    """No person answers so: a number is outside the bounds that the other answers set."""


@dataclass(frozen=True)
class AbstractAnswer:
    """How a question may be answered where it is asked.

    `says` is "" while everything is possible, else "plain", "skipped" or the id of an option that means
    unknown. `domain` has the remaining plain answers; it counts only where `says` is "plain".
    """

    says: str = ""
    domain: Domain = None

    @property
    def is_singleton(self) -> bool:
        return self.says not in ("", PLAIN) or (self.says == PLAIN and not is_open(self.domain))


@dataclass(frozen=True)
class Universe:
    """All people who may answer one questionnaire."""

    questionnaire: Questionnaire
    deciders: Mapping[str, frozenset[str]] = field(init=False)
    """For each question, those whose answers decide by themselves whether it is asked."""

    def __post_init__(self) -> None:
        book = self.questionnaire.rule_book
        asked = self.questionnaire.questions.values()
        found = {one.id: book.questions_of([one.show_if] if one.show_if else []) for one in asked}
        object.__setattr__(self, "deciders", found)

    @cached_property
    def unrestricted(self) -> AbstractState:
        return AbstractState(self, dict.fromkeys(self.questionnaire.questions, AbstractAnswer()))


class AbstractState(Situation):
    """A set of people: those whose answers are within certain bounds.

    A value that differs among them is open (an interval, or None), as for one person who is not sure. So a
    definite value holds for all of them.
    """

    def __init__(self, universe: Universe, answers: Mapping[str, AbstractAnswer]) -> None:
        super().__init__(universe.questionnaire.rule_book, {})
        self.universe = universe
        self.answers = answers
        self._asked: dict[str, Truth] = {}
        self._domains: dict[str, Domain | OrAbsent] = {}

    def with_answer(self, question: str, answer: AbstractAnswer) -> AbstractState:
        return AbstractState(self.universe, {**self.answers, question: answer})

    def asked(self, name: str) -> Truth:
        """Return whether the question is asked of all of them (True), of none (False), or of some (None)."""
        if name not in self._asked:
            show_if = self.universe.questionnaire.questions[name].show_if
            self._asked[name] = True if show_if is None else cast("Truth", show_if.value(self))
        truth = self._asked[name]
        return False if truth is None and self._is_left_open(name) else truth

    def is_settled(self, name: str) -> bool:
        asked = self.asked(name)
        return asked is False or (asked is True and self.answers[name].is_singleton)

    def number(self, question: str) -> Interval:
        return cast("Interval", self._domain(question))

    def choice(self, question: str) -> frozenset[str]:
        return cast("frozenset[str]", self._domain(question))

    def picks(self, question: str) -> Picks:
        return cast("Picks", self._domain(question))

    def is_known(self, question: str) -> Truth:
        answer = self.answers[question]
        return self._where_asked(question, None if not answer.says else answer.says == PLAIN)

    def is_unsure(self, question: str, options: Collection[str]) -> Truth:
        asked, answer = self.universe.questionnaire.questions[question], self.answers[question]
        if answer.says:
            return self._where_asked(question, answer.says in options)
        return self._where_asked(
            question, None if any(asked.option(one).is_unknown for one in options) else False
        )

    def _where_asked(self, question: str, truth: Truth) -> Truth:
        asked = self.asked(question)
        return False if asked is False or truth is False else truth and asked

    def _is_left_open(self, name: str) -> bool:
        """Return whether an unknown answer of theirs leaves open if the question is asked."""
        return all(self.is_settled(one) for one in self.universe.deciders[name])

    def _domain(self, name: str) -> Domain | OrAbsent:
        if name not in self._domains:
            self._domains[name] = self._found(self.universe.questionnaire.questions[name])
        return self._domains[name]

    def _found(self, question: Question) -> Domain | OrAbsent:
        asked = self.asked(question.id)
        if asked is False:
            return domain_unasked(question, self._asked[question.id])
        own = self._own(question, self.answers[question.id])
        return own if asked else _either(own, domain_unasked(question, None))

    def _own(self, question: Question, answer: AbstractAnswer) -> Domain:
        if answer.says == PLAIN:
            return self._within_bounds(question, answer.domain)
        if answer.says == SKIPPED:
            return domain_of(question, None, self)
        if answer.says:
            return domain_of(question, (answer.says,) if question.kind == "multi" else answer.says, self)
        return bounds_of(question, self) if question.kind == "number" else informative_answers(question)

    def _within_bounds(self, question: Question, domain: Domain) -> Domain:
        if question.kind != "number":
            return domain
        bounds, (low, high) = bounds_of(question, self), cast("tuple[Number, Number]", domain)
        inside = max(bounds[0], low), min(bounds[1], high)
        if inside[0] > inside[1]:
            raise Unsatisfiable
        return inside


def informative_answers(question: Question) -> Domain:
    """Return all answers that say something."""
    if question.kind == "number":
        return min(row.low for row in question.bounds), max(row.high for row in question.bounds)
    plain = plain_options(question)
    return plain if question.kind == "single" else Picks(frozenset(), plain)


def _either(one: Domain, other: Domain) -> Domain | OrAbsent:
    """Return the union of two domains, or the smallest domain around it."""
    if isinstance(one, Picks) and isinstance(other, Picks):
        return Picks(one.sure & other.sure, one.possible | other.possible)
    if isinstance(one, frozenset) and isinstance(other, frozenset):
        return one | other
    return hull((cast("Ends | None", one), cast("Ends | None", other)))
