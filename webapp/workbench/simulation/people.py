"""Made-up people with random but possible answers. They do not represent any real population."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from math import ceil, floor
from random import Random

from webapp.assessment.answers import Answers, Give, interview
from webapp.assessment.level_bounds import Range, exact_levels
from webapp.questionnaire.domains import AnswerValue, bounds_of, plausible_within
from webapp.questionnaire.model import Question, Questionnaire, SafetyFlag
from webapp.questionnaire.rules import Situation
from webapp.questionnaire.rules.numbers import Number, reduced
from webapp.workbench.simulation.population import Draw

USUALLY_UNSURE = 0.03  # the share of answers that say nothing plain, by default

FAR_OUT = 1 / 20
"""The share of numbers drawn from the whole range that is allowed.

Other numbers are plausible and rather small (the product of two uniform shares of the range), as most people
do most things now and then.
"""

NOTHING_TICKED = 1 / 2  # the share of multiple choices with "none of these" ticked
TICKS = 1.5  # the mean number of other options ticked


@dataclass(frozen=True)
class MadeUpPerson:
    """The answers of one person.

    `stopped` is the id of the safety flag that ended the form early, or "".
    """

    answers: Answers
    stopped: str = ""

    @property
    def given(self) -> Mapping[str, AnswerValue]:
        return self.answers.given

    def level(self, factor: str) -> Range:
        """Return the exact lowest and highest level of a factor. Only for people who were not stopped."""
        return exact_levels(self.answers.questionnaire, self.answers.situation, factor)


class PeopleGenerator:
    """Makes up people who answer one questionnaire.

    `unsure` is the share of answers, from 0 to 1, that say nothing plain. `population` says how the questions
    are answered that are not answered equally often.
    """

    def __init__(
        self, questionnaire: Questionnaire, unsure: float, population: Mapping[str, Draw] | None = None
    ) -> None:
        known = population or {}
        self.questionnaire = questionnaire
        self._stop_flags = _stop_flags(questionnaire)
        self._draws = {
            one.id: _or_doubt(known.get(one.id) or DRAWS[one.kind](one), one, unsure)
            for one in questionnaire.questions.values()
        }

    def generate(self, random: Random) -> MadeUpPerson:
        return self.answer(lambda question, situation: self._draws[question.id](random, situation))

    def answer(self, give: Give) -> MadeUpPerson:
        """Return the person with these answers, up to the question after which the form stops."""
        stopped = ""

        def is_over(question: Question, situation: Situation) -> bool:
            nonlocal stopped
            flags = self._stop_flags.get(question.id, ())
            stopped = next((flag.id for flag in flags if flag.when.value(situation) is True), "")
            return bool(stopped)

        answers = interview(self.questionnaire, give, is_over)
        return MadeUpPerson(answers, stopped)

    def draw(self, question: str, random: Random, situation: Situation) -> AnswerValue:
        """Return a random answer to one question, given the answers before it."""
        return self._draws[question](random, situation)


def _stop_flags(questionnaire: Questionnaire) -> dict[str, list[SafetyFlag]]:
    found: dict[str, list[SafetyFlag]] = {}
    for flag in questionnaire.safety:
        behind = questionnaire.rule_book.questions_of([flag.when])
        if flag.tier == "stop" and behind:
            last = [one for one in questionnaire.questions if one in behind][-1]
            found.setdefault(last, []).append(flag)
    return found


def _or_doubt(plain: Draw, question: Question, unsure: float) -> Draw:
    """Replace a share of the answers by ones that say nothing, where the form accepts them."""
    doubts = _doubts(question)

    def draw(random: Random, situation: Situation) -> AnswerValue:
        if random.random() < unsure:
            return doubts[int(random.random() * len(doubts))]
        return plain(random, situation)

    return draw if doubts else plain


def _doubts(question: Question) -> list[AnswerValue]:
    unknown = [option.id for option in question.options if option.is_unknown]
    ways: list[AnswerValue] = [(one,) if question.kind == "multi" else one for one in unknown]
    return ways if question.required and question.kind != "number" else [*ways, None]


def _number(question: Question) -> Draw:
    step = question.step
    spans_of = cache(partial(_spans, question))

    def draw(random: Random, situation: Situation) -> AnswerValue:
        wide, usual = spans_of(bounds_of(question, situation))
        if random.random() < FAR_OUT:
            first, count = wide
            place = first + int(random.random() * count)
        else:
            first, count = usual
            place = first + int(random.random() * random.random() * count)
        return place if step == 1 else reduced(place * step)

    return draw


def _spans(question: Question, bounds: tuple[Number, Number]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the first step and the number of steps of the allowed, and of the plausible range."""
    wide, usual = (
        (ceil(low / question.step), floor(high / question.step))
        for low, high in (bounds, plausible_within(question, bounds))
    )
    return (wide[0], wide[1] - wide[0] + 1), (usual[0], usual[1] - usual[0] + 1)


def _single(question: Question) -> Draw:
    plain = [option.id for option in question.options if not option.is_unknown]
    return lambda random, _: plain[int(random.random() * len(plain))]


def _multi(question: Question) -> Draw:
    plain = [option for option in question.options if not option.is_unknown]
    alone = [option.id for option in plain if option.exclusive]
    picks = [option.id for option in plain if not option.exclusive]
    share = TICKS / max(len(picks), 2)

    def draw(random: Random, _: Situation) -> AnswerValue:
        if not picks or (alone and random.random() < NOTHING_TICKED):
            return (alone[int(random.random() * len(alone))],)
        return tuple(one for one in picks if random.random() < share) or (random.choice(picks),)

    return draw


DRAWS: dict[str, Callable[[Question], Draw]] = {"number": _number, "single": _single, "multi": _multi}
