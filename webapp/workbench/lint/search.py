"""A search for people for whom certain rules hold: branch and bound over abstract states.

A state in which the goal is decided needs no further look; any other is split by an answer that matters. So
an empty result is a proof, unless the search gave up after too many states.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from webapp.questionnaire.model import Question
from webapp.questionnaire.rules.domain_split import split
from webapp.questionnaire.rules.facts import Picks
from webapp.questionnaire.rules.intervals import Truth
from webapp.questionnaire.rules.nodes import Answer, Node, Picked
from webapp.questionnaire.rules.unresolved import unresolved_answers
from webapp.workbench.lint.abstract_state import (
    PLAIN,
    SKIPPED,
    AbstractAnswer,
    AbstractState,
    Universe,
    Unsatisfiable,
    informative_answers,
)

MAX_STATES = 1500  # states visited for one question of the check: about a second


@dataclass(frozen=True)
class Goal:
    """People for whom each of `holds` surely holds, and none of `lacks` surely does."""

    holds: tuple[Node, ...]
    lacks: tuple[Node, ...] = ()

    def met(self, state: AbstractState) -> Truth:
        """Return whether all people of the state meet the goal (True), or none does (False)."""
        try:
            holding = [node.value(state) for node in self.holds]
            lacking = [node.value(state) for node in self.lacks]
        except Unsatisfiable:
            return False
        if False in holding or True in lacking:
            return False
        return None if None in holding or None in lacking else True


@dataclass(frozen=True)
class SearchResult:
    """People who meet the goal, or None. `is_proved` is true where the search was completed."""

    witness: AbstractState | None
    is_proved: bool = True

    @property
    def is_empty(self) -> bool:
        return self.witness is None


def find_witness(universe: Universe, goal: Goal, max_states: int = MAX_STATES) -> SearchResult:
    """Search everybody for people who meet the goal."""
    return find_witness_in(universe.unrestricted, goal, max_states)


def find_witness_in(state: AbstractState, goal: Goal, max_states: int = MAX_STATES) -> SearchResult:
    """Search the people of a state."""
    search = _WitnessSearch(goal, max_states)
    people = search.visit(state, goal.met(state))
    return SearchResult(people, people is not None or search.left >= 0)


class _WitnessSearch:
    """Depth first, decided states first."""

    def __init__(self, goal: Goal, max_states: int) -> None:
        self.goal = goal
        self.left = max_states

    def visit(self, state: AbstractState, met: Truth) -> AbstractState | None:
        self.left -= 1
        if met is not None or self.left < 0:
            return state if met else None
        if self._is_lost(state):
            return None
        answer = next(self._open(state, (*self.goal.holds, *self.goal.lacks)), None)
        if answer is None:
            return state
        parts = [state.with_answer(answer.question, part) for part in _parts(state, answer)]
        judged = [(part, self.goal.met(part)) for part in parts]
        ahead = sorted((one for one in judged if one[1] is not False), key=lambda one: one[1] is None)
        return next((found for one in ahead if (found := self.visit(*one))), None)

    def _is_lost(self, state: AbstractState) -> bool:
        """Return whether a rule that must hold stays open for good because the people are not sure."""
        still_open = (node for node in self.goal.holds if node.value(state) is None)
        return any(next(self._open(state, [node]), None) is None for node in still_open)

    def _open(self, state: AbstractState, rules: Iterable[Node]) -> Iterator[Answer]:
        """Yield the answers to split among those that keep the rules open."""
        for answer in unresolved_answers(rules, state):
            if state.asked(answer.question) is None:
                show_if = state.universe.questionnaire.questions[answer.question].show_if
                yield from self._open(state, [show_if] if show_if else [])
            elif not state.is_settled(answer.question):
                yield answer


def _parts(state: AbstractState, answer: Answer) -> Iterator[AbstractAnswer]:
    question = state.universe.questionnaire.questions[answer.question]
    part = state.answers[question.id]
    if part.says == PLAIN:
        yield from _narrower(question, part, answer)
        return
    yield from _plain(question)
    yield from (AbstractAnswer(option.id) for option in question.options if option.is_unknown)
    if question.kind == "number" or not question.required:
        yield AbstractAnswer(SKIPPED)


def _plain(question: Question) -> Iterator[AbstractAnswer]:
    if question.kind != "multi":
        yield AbstractAnswer(PLAIN, informative_answers(question))
        return
    alone = [option.id for option in question.options if option.exclusive and not option.is_unknown]
    together = frozenset(one.id for one in question.options if not (one.exclusive or one.is_unknown))
    if together:
        yield AbstractAnswer(PLAIN, Picks(frozenset(), together))
    yield from (AbstractAnswer(PLAIN, Picks(frozenset([one]), frozenset([one]))) for one in alone)


def _narrower(question: Question, part: AbstractAnswer, answer: Answer) -> Iterator[AbstractAnswer]:
    if not isinstance(part.domain, Picks):
        yield from (AbstractAnswer(PLAIN, part) for part in split(part.domain, question.step))
        return
    sure, possible = part.domain
    left = possible - sure
    pick = answer.option if isinstance(answer, Picked) and answer.option in left else min(left)
    yield AbstractAnswer(PLAIN, Picks(sure | {pick}, possible))
    if sure or left != {pick}:
        yield AbstractAnswer(PLAIN, Picks(sure, possible - {pick}))
