"""The same made-up people before two questionnaires."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from random import Random

from webapp.assessment import AnswerValue
from webapp.assessment.quick import Asked, QuickAnswers, QuickJudge
from webapp.questionnaire.model import Questionnaire
from webapp.questionnaire.rules.closures import Cells
from webapp.workbench.simulation.people import PeopleGenerator
from webapp.workbench.simulation.run import MAX_STOPPED, Plan

Pair = tuple[QuickAnswers, QuickAnswers]


class QuestionnairePair:
    """Two questionnaires, answered by the same people."""

    def __init__(self, old: Questionnaire, new: Questionnaire, unsure: float) -> None:
        self.old, self.new = QuickJudge(old), QuickJudge(new)
        self._before, self._after = PeopleGenerator(self.old, unsure), PeopleGenerator(self.new, unsure)
        self.factors = [factor for factor in old.factors if factor in new.factors]

    def pairs(self, plan: Plan) -> Iterator[Pair]:
        """Each person twice; what only the newer one asks, or does not take any more, is answered anew."""
        random, further = Random(plan.seed), Random(plan.seed)  # noqa: S311 - nothing secret
        left = plan.people
        for _ in range(left * MAX_STOPPED):
            before = self._before.generate(random)
            after = self.new.given_by(self._again(before.given, further), to_the_end=False)
            yield before, after
            left -= not before.stopped and not after.stopped
            if not left:
                return

    def varied(self, given: Mapping[str, AnswerValue], question: str, value: AnswerValue) -> Pair:
        """Both with one answer put in place of another; what is not taken any more counts as skipped."""
        other = {**given, question: value}
        return self.old.settled(other), self.new.given_by(_where_taken(other))

    def _again(
        self, given: Mapping[str, AnswerValue], random: Random
    ) -> Callable[[Asked, Cells], AnswerValue]:
        """The answers of before, as far as they are still asked for and taken."""

        def give(asked: Asked, cells: Cells) -> AnswerValue:
            name = asked.question.id
            if name in given and is_taken(asked, given[name], cells):
                return given[name]
            return self._after.draw(name, random, cells)

        return give


def _where_taken(given: Mapping[str, AnswerValue]) -> Callable[[Asked, Cells], AnswerValue]:
    def give(asked: Asked, cells: Cells) -> AnswerValue:
        value = given.get(asked.question.id)
        return value if is_taken(asked, value, cells) else None

    return give


def is_taken(asked: Asked, value: AnswerValue, cells: Cells) -> bool:
    """Whether the question takes this value, after the answers before it."""
    question = asked.question
    if value is None:
        return True
    if isinstance(value, int | Fraction):
        if question.kind != "number":
            return False
        low, high = asked.bounds(cells)
        return low <= value <= high and (Fraction(value) / question.step).denominator == 1
    if isinstance(value, str):
        return question.kind == "single" and question.has_option(value)
    return question.kind == "multi" and all(question.has_option(one) for one in value)
