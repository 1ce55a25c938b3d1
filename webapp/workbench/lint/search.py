"""Whether there is anybody at all for whom certain rules hold.

A crowd for whom that is settled needs no further look; of any other, an answer that still matters is
split. So "nobody" is proved, and not only not found, unless there were too many crowds to look at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from webapp.questionnaire.model import Question
from webapp.questionnaire.rules.domain_split import split
from webapp.questionnaire.rules.intervals import Truth
from webapp.questionnaire.rules.nodes import Answer, Node, Picked
from webapp.questionnaire.rules.situation import Picks
from webapp.questionnaire.rules.unresolved import unresolved_answers
from webapp.workbench.lint.abstract_state import PLAIN, SKIPPED, Audience, Cell, Crowd, Nobody, plain_answers

MOST_CROWDS = 1500
"""Crowds looked at for one question of the check: about a second."""


@dataclass(frozen=True)
class Goal:
    """Somebody for whom each of `holds` surely holds, and none of `lacks` surely does."""

    holds: tuple[Node, ...]
    lacks: tuple[Node, ...] = ()

    def met(self, crowd: Crowd) -> Truth:
        """Whether all of them are such people, or none is."""
        try:
            holding = [node.value(crowd) for node in self.holds]
            lacking = [node.value(crowd) for node in self.lacks]
        except Nobody:
            return False
        if False in holding or True in lacking:
            return False
        return None if None in holding or None in lacking else True


@dataclass(frozen=True)
class Verdict:
    """Some such people, or None. `is_proved` says whether the search came to its end."""

    people: Crowd | None
    is_proved: bool = True

    @property
    def is_nobody(self) -> bool:
        return self.people is None


def seek(audience: Audience, goal: Goal, most_crowds: int = MOST_CROWDS) -> Verdict:
    """Look for people who meet the goal."""
    return seek_among(audience.everybody, goal, most_crowds)


def seek_among(crowd: Crowd, goal: Goal, most_crowds: int = MOST_CROWDS) -> Verdict:
    """Look for them in this crowd."""
    search = _Search(goal, most_crowds)
    people = search.visit(crowd, goal.met(crowd))
    return Verdict(people, people is not None or search.left >= 0)


class _Search:
    """Depth first, the parts that are settled first."""

    def __init__(self, goal: Goal, most_crowds: int) -> None:
        self.goal = goal
        self.left = most_crowds

    def visit(self, crowd: Crowd, met: Truth) -> Crowd | None:
        self.left -= 1
        if met is not None or self.left < 0:
            return crowd if met else None
        if self._is_lost(crowd):
            return None
        answer = next(self._open(crowd, (*self.goal.holds, *self.goal.lacks)), None)
        if answer is None:
            return crowd
        parts = [crowd.with_cell(answer.question, cell) for cell in _parts(crowd, answer)]
        judged = [(part, self.goal.met(part)) for part in parts]
        ahead = sorted((one for one in judged if one[1] is not False), key=lambda one: one[1] is None)
        return next((found for one in ahead if (found := self.visit(*one))), None)

    def _is_lost(self, crowd: Crowd) -> bool:
        """Whether a rule that must hold stays open for good: the people themselves are not sure."""
        still_open = (node for node in self.goal.holds if node.value(crowd) is None)
        return any(next(self._open(crowd, [node]), None) is None for node in still_open)

    def _open(self, crowd: Crowd, rules: Iterable[Node]) -> Iterator[Answer]:
        """The answers that may be split, of those that keep the rules from being settled."""
        for answer in unresolved_answers(rules, crowd):
            if crowd.asked(answer.question) is None:
                show_if = crowd.audience.questionnaire.questions[answer.question].show_if
                yield from self._open(crowd, [show_if] if show_if else [])
            elif not crowd.is_settled(answer.question):
                yield answer


def _parts(crowd: Crowd, answer: Answer) -> Iterator[Cell]:
    """Smaller cells that cover the one of this answer."""
    question = crowd.audience.questionnaire.questions[answer.question]
    cell = crowd.cells[question.id]
    if cell.says == PLAIN:
        yield from _narrower(question, cell, answer)
        return
    yield from _plain(question)
    yield from (Cell(option.id) for option in question.options if option.is_unknown)
    if question.kind == "number" or not question.required:
        yield Cell(SKIPPED)


def _plain(question: Question) -> Iterator[Cell]:
    """Cells that cover the answers that say something."""
    if question.kind != "multi":
        yield Cell(PLAIN, plain_answers(question))
        return
    alone = [option.id for option in question.options if option.exclusive and not option.is_unknown]
    together = frozenset(
        option.id for option in question.options if not (option.exclusive or option.is_unknown)
    )
    if together:
        yield Cell(PLAIN, Picks(frozenset(), together))
    yield from (Cell(PLAIN, Picks(frozenset([one]), frozenset([one]))) for one in alone)


def _narrower(question: Question, cell: Cell, answer: Answer) -> Iterator[Cell]:
    if not isinstance(cell.domain, Picks):
        yield from (Cell(PLAIN, part) for part in split(cell.domain, question.step))
        return
    sure, possible = cell.domain
    left = possible - sure
    pick = answer.option if isinstance(answer, Picked) and answer.option in left else min(left)
    yield Cell(PLAIN, Picks(sure | {pick}, possible))
    if sure or left != {pick}:
        yield Cell(PLAIN, Picks(sure, possible - {pick}))
