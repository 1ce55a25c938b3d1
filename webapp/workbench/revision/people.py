"""The same made-up people under two versions of a questionnaire."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from random import Random

from webapp.assessment import Answers, AnswerValue
from webapp.assessment.answers import Give, interview
from webapp.questionnaire.domains import bounds_of
from webapp.questionnaire.model import Question, Questionnaire
from webapp.questionnaire.rules import Situation
from webapp.workbench.simulation.people import MadeUpPerson, PeopleGenerator
from webapp.workbench.simulation.run import MAX_STOPPED, SamplingPlan

PersonPair = tuple[MadeUpPerson, MadeUpPerson]
"""One person's answers to the old questionnaire, and to the new one."""


class QuestionnairePair:
    """An old and a new questionnaire, answered by the same people."""

    def __init__(self, old: Questionnaire, new: Questionnaire, unsure: float) -> None:
        self.old, self.new = old, new
        self._before, self._after = PeopleGenerator(old, unsure), PeopleGenerator(new, unsure)
        self.factors = [factor for factor in old.factors if factor in new.factors]

    def pairs(self, plan: SamplingPlan) -> Iterator[PersonPair]:
        """Yield each person twice.

        A question that only the new questionnaire asks, or whose old answer it does not accept, gets a
        random answer.
        """
        random, further = Random(plan.seed), Random(plan.seed)  # noqa: S311 - nothing secret
        left = plan.people
        for _ in range(left * MAX_STOPPED):
            before = self._before.generate(random)
            after = self._after.answer(self._same_or_random(before.given, further))
            yield before, after
            left -= not before.stopped and not after.stopped
            if not left:
                return

    def with_answers(self, given: Mapping[str, AnswerValue]) -> PersonPair:
        """Return the pair with these answers; what either questionnaire does not accept, both skip."""
        taken, refused = dict(given), {""}
        while refused:
            taken = {name: one for name, one in taken.items() if name not in refused}
            before, after = (interview(one, _where_accepted(taken)) for one in (self.old, self.new))
            refused = {name for side in (before, after) for name in _refused(taken, side)}
        return MadeUpPerson(before), MadeUpPerson(after)

    def _same_or_random(self, given: Mapping[str, AnswerValue], random: Random) -> Give:
        def give(question: Question, situation: Situation) -> AnswerValue:
            name = question.id
            if name in given and is_accepted(question, given[name], situation):
                return given[name]
            return self._after.draw(name, random, situation)

        return give


def _where_accepted(given: Mapping[str, AnswerValue]) -> Give:
    def give(question: Question, situation: Situation) -> AnswerValue:
        value = given.get(question.id)
        return value if is_accepted(question, value, situation) else None

    return give


def _refused(taken: Mapping[str, AnswerValue], answers: Answers) -> Iterator[str]:
    """Yield the questions that were asked and did not take their answer."""
    return (name for name, value in answers.given.items() if value != taken.get(name))


def is_accepted(question: Question, value: AnswerValue, situation: Situation) -> bool:
    """Return whether the question takes this value, after the answers before it."""
    if value is None:
        return True
    if isinstance(value, int | Fraction):
        if question.kind != "number":
            return False
        low, high = bounds_of(question, situation)
        return low <= value <= high and (Fraction(value) / question.step).denominator == 1
    if isinstance(value, str):
        return question.kind == "single" and question.has_option(value)
    return question.kind == "multi" and all(question.has_option(one) for one in value)
