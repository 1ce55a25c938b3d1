"""The exact lowest and highest level that the open answers allow.

Interval arithmetic never gives too narrow a range, but one that may be too wide where an answer occurs twice.
So the open answers are split, box by box, until the ends of the range are reached (branch and bound).
"""

from collections.abc import Iterator
from typing import cast

from webapp.questionnaire.model import Question, Questionnaire
from webapp.questionnaire.rules import unresolved_questions
from webapp.questionnaire.rules.domain_split import is_open, split
from webapp.questionnaire.rules.facts import Domain, Picks
from webapp.questionnaire.rules.numbers import Number
from webapp.questionnaire.rules.situation import Situation

MAX_BOXES = 20_000  # boxes visited before the safe, wider range of interval arithmetic is used: some seconds
Range = tuple[int, int]


def exact_levels(
    questionnaire: Questionnaire, situation: Situation, factor: str, most_boxes: int = MAX_BOXES
) -> Range:
    """Return the lowest and highest level over all values that the open answers may have."""
    low, high = situation.level(factor)
    if low == high:
        return low, high
    behind = questionnaire.rule_book.questions_behind[factor]
    asked = [one for one in questionnaire.questions if one in behind and is_open(situation.domains[one])]
    reached = _corners(questionnaire, situation, factor, asked)
    if min(reached) > low:
        low = _BoundsSearch(questionnaire, factor, 1).best(situation, most_boxes)
    if max(reached) < high:
        high = -_BoundsSearch(questionnaire, factor, -1).best(situation, most_boxes)
    return low, high


def _corners(questionnaire: Questionnaire, situation: Situation, factor: str, asked: list[str]) -> list[int]:
    """Return levels that are surely reached: with every open answer at its one end, and at the other."""
    ends = {one: _ends_of(situation.domains[one], questionnaire.questions[one]) for one in asked}
    corners = ({one: ends[one][side] for one in asked} for side in (0, 1))
    return [level for corner in corners for level in situation.with_domains(corner).level(factor)]


def _ends_of(domain: Domain, question: Question) -> tuple[Domain, Domain]:
    """Return the first and the last value that an open answer may have."""
    if isinstance(domain, Picks):
        return Picks(domain.sure, domain.sure), Picks(domain.possible, domain.possible)
    if isinstance(domain, frozenset):
        ordered = [option.id for option in question.options if option.id in domain]
        return frozenset(ordered[:1]), frozenset(ordered[-1:])
    low, high = cast("tuple[Number, Number]", domain)
    return (low, low), (high, high)


class _BoundsSearch:
    """A depth-first search for the lowest level (sign 1), or for minus the highest (sign -1)."""

    def __init__(self, questionnaire: Questionnaire, factor: str, sign: int) -> None:
        self.questionnaire = questionnaire
        self.factor = factor
        self.sign = sign
        self.boxes_left = 0
        self.found = 0

    def best(self, situation: Situation, most_boxes: int) -> int:
        """Return the least level found; where the boxes run out, the least that is possible."""
        self.boxes_left = most_boxes
        floor, self.found = self._ends(situation)
        self._visit(situation)
        return self.found if self.boxes_left >= 0 else floor

    def _ends(self, situation: Situation) -> Range:
        """Return a lower bound of the level in this box, and an upper bound that is surely reached."""
        low, high = situation.level(self.factor)
        return (low, high) if self.sign > 0 else (-high, -low)

    def _visit(self, situation: Situation) -> None:
        self.boxes_left -= 1
        floor, ceiling = self._ends(situation)
        self.found = min(self.found, ceiling)
        if floor >= self.found or self.boxes_left < 0:
            return
        rules = situation.book.factors[self.factor].values()
        question = next(unresolved_questions(rules, situation), None)
        if question is None:  # what is left open are figures: both ends of the range are possible
            self.found = floor
            return
        parts = [situation.narrowed(question, part) for part in self._split(question, situation)]
        for part in sorted(parts, key=self._ends):
            self._visit(part)

    def _split(self, question: str, situation: Situation) -> Iterator[Domain]:
        return split(situation.domains[question], self.questionnaire.questions[question].step)
