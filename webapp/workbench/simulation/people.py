"""Made-up people: random answers, but such as somebody may give. No picture of any real population."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from math import ceil, floor
from random import Random

from webapp.assessment.quick import Asked, QuickAnswers, QuickJudge
from webapp.questionnaire.domains import AnswerValue, plausible_within
from webapp.questionnaire.model import Number, Question
from webapp.questionnaire.rules.closures import Cells

Draw = Callable[[Random, Cells], AnswerValue]

FAR_OUT = 1 / 20
"""How often a number is taken from all that is allowed. Otherwise it is plausible, and rather small:
two shares of the range, multiplied, as most people do most things now and then."""

NOTHING_TICKED = 1 / 2
"""How often "none of these" is ticked."""

TICKS = 1.5
"""How many of the others are ticked, on average."""


class PeopleGenerator:
    """People who answer one questionnaire; `unsure` is the share of answers that say nothing plain."""

    def __init__(self, judge: QuickJudge, unsure: float) -> None:
        self.judge = judge
        self._draws = {
            one.question.id: _or_doubt(DRAWS[one.question.kind](one), one.question, unsure)
            for one in judge.asked
        }

    def generate(self, random: Random) -> QuickAnswers:
        """The next person, who answers one question after the other."""
        draws = self._draws
        return self.judge.given_by(
            lambda asked, cells: draws[asked.question.id](random, cells), to_the_end=False
        )

    def draw(self, question: str, random: Random, cells: Cells) -> AnswerValue:
        """What somebody may answer to one question, after the answers before it."""
        return self._draws[question](random, cells)


def _or_doubt(plain: Draw, question: Question, unsure: float) -> Draw:
    """The same, but now and then an answer that says nothing, where the form takes one."""
    doubts = _doubts(question)

    def draw(random: Random, cells: Cells) -> AnswerValue:
        if random.random() < unsure:
            return doubts[int(random.random() * len(doubts))]
        return plain(random, cells)

    return draw if doubts else plain


def _doubts(question: Question) -> list[AnswerValue]:
    """Every way to say nothing plain."""
    unknown = [option.id for option in question.options if option.is_unknown]
    ways: list[AnswerValue] = [(one,) if question.kind == "multi" else one for one in unknown]
    return ways if question.required and question.kind != "number" else [*ways, None]


def _number(asked: Asked) -> Draw:
    question, step = asked.question, asked.question.step
    spans_of = cache(partial(_spans, question))

    def draw(random: Random, cells: Cells) -> AnswerValue:
        wide, usual = spans_of(asked.bounds(cells))
        if random.random() < FAR_OUT:
            first, count = wide
            place = first + int(random.random() * count)
        else:
            first, count = usual
            place = first + int(random.random() * random.random() * count)
        return place if step == 1 else _plain(place * step)

    return draw


def _spans(question: Question, bounds: tuple[Number, Number]) -> tuple[tuple[int, int], tuple[int, int]]:
    """The first of the question's steps and how many there are: of all allowed, and of the plausible."""
    wide, usual = (
        (ceil(low / question.step), floor(high / question.step))
        for low, high in (bounds, plausible_within(question, bounds))
    )
    return (wide[0], wide[1] - wide[0] + 1), (usual[0], usual[1] - usual[0] + 1)


def _plain(number: Number) -> Number:
    return number.numerator if number.denominator == 1 else number


def _single(asked: Asked) -> Draw:
    plain = [option.id for option in asked.question.options if not option.is_unknown]
    return lambda random, _: plain[int(random.random() * len(plain))]


def _multi(asked: Asked) -> Draw:
    plain = [option for option in asked.question.options if not option.is_unknown]
    alone = [option.id for option in plain if option.exclusive]
    picks = [option.id for option in plain if not option.exclusive]
    share = TICKS / max(len(picks), 2)

    def draw(random: Random, _: Cells) -> AnswerValue:
        if not picks or (alone and random.random() < NOTHING_TICKED):
            return (alone[int(random.random() * len(alone))],)
        return tuple(one for one in picks if random.random() < share) or (random.choice(picks),)

    return draw


DRAWS: dict[str, Callable[[Asked], Draw]] = {"number": _number, "single": _single, "multi": _multi}
