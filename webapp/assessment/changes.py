"""Changes: one different answer that would lower a finding's level. Arithmetic, not a promise."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from webapp.assessment.answers import Answers, resolve
from webapp.assessment.level_bounds import Range, exact_levels
from webapp.assessment.page_checks import page_checks, questions_checked
from webapp.questionnaire.domains import AnswerValue, bounds_of, plausible
from webapp.questionnaire.levels import Level
from webapp.questionnaire.model import Question
from webapp.questionnaire.rules.numbers import Number


@dataclass(frozen=True)
class Change:
    """One answer that differs: the smallest step in the question's direction that lowers the level."""

    question: str
    was: AnswerValue
    becomes: AnswerValue
    lowest: Level
    highest: Level


def changes_of(
    answers: Answers, factor: str, levels: Range, silenced: Container[str] = ()
) -> tuple[Change, ...]:
    """Return the smallest change of each changeable question that lowers the highest level.

    Questions in `silenced` are left out, and so are answers that the form would ask the person to check, or
    for which a measure loses its value: there the level falls because something is not counted.
    """
    behind = answers.questionnaire.rule_book.questions_behind[factor]
    questions = (answers.questionnaire.questions[one] for one in answers.given if one in behind)
    found = (
        _Trial(answers, question, factor, levels).smallest()
        for question in questions
        if question.changeable and question.id not in silenced
    )
    return tuple(change for change in found if change is not None)


class _Trial:
    """Other answers to one question, nearest first."""

    def __init__(self, answers: Answers, question: Question, factor: str, levels: Range) -> None:
        self.answers = answers
        self.question = question
        self.factor = factor
        self.levels = levels

    def smallest(self) -> Change | None:
        was = self.answers.given[self.question.id]
        if was is None or self.answers.is_unknown(self.question.id):
            return None
        others = self._numbers(was) if isinstance(was, int | Fraction) else self._options(str(was))
        return next((change for other in others if (change := self._try(was, other))), None)

    def _try(self, was: AnswerValue, becomes: AnswerValue) -> Change | None:
        given = {**self.answers.given, self.question.id: becomes}
        other = resolve(self.answers.questionnaire, given)
        low, high = exact_levels(other.questionnaire, other.situation, self.factor)
        if high >= self.levels[1] or low > self.levels[0] or not self._counts(other):
            return None
        return Change(self.question.id, was, becomes, Level(low), Level(high))

    def _counts(self, other: Answers) -> bool:
        """Return whether these answers fit together, and each measure that had a value still has one."""
        book, before, after = self.answers.questionnaire.rule_book, self.answers.situation, other.situation
        behind, rules = book.questions_behind[self.factor], book.factors[self.factor].values()
        measures = {one for rule in rules for one in book.measures_behind(rule)}
        return not (
            any(behind & questions_checked(other, check) for check in page_checks(other))
            or any(before.measure(one) is not None and after.measure(one) is None for one in measures)
        )

    def _options(self, was: str) -> Iterator[str]:
        """Yield the plain options on the way down (or up) the list, nearest first."""
        plain = [option.id for option in self.question.options if not option.is_unknown]
        place = plain.index(was)
        yield from plain[place + 1 :] if self.question.changeable == "more" else reversed(plain[:place])

    def _numbers(self, was: Number) -> Iterator[Number]:
        """Yield the numbers that may lower the level, nearest first, within what is plausible.

        Where halves may be typed, only whole numbers are proposed: half a handful is no plan. On the way down
        the lowest number is always the last: it may hide another question, which changes more than the number
        itself.
        """
        low, high = bounds_of(self.question, self.answers.situation)
        is_more = self.question.changeable == "more"
        is_portion = self.question.step * 10**self.question.decimals != 1
        size = 1 if is_portion else self.question.step
        stride = size if is_more else -size
        far = min(high, plausible(self.question, self.answers.situation)[1]) if is_more else low
        start = _whole_before(was, is_more=is_more) if is_portion else was
        yield from self._within(start, stride, 1, int((far - start) / stride))
        if not is_more:
            yield low

    def _within(self, was: Number, stride: Number, first: int, last: int) -> Iterator[Number]:
        """Bisect the way from the first to the last step while a half may contain a lower level."""
        near, far = was + first * stride, was + last * stride
        if first > last or not self._may_lower(near, far):
            return
        if first == last:
            yield near
            return
        middle = (first + last) // 2
        yield from self._within(was, stride, first, middle)
        yield from self._within(was, stride, middle + 1, last)

    def _may_lower(self, near: Number, far: Number) -> bool:
        box = (min(near, far), max(near, far))
        return self.answers.situation.narrowed(self.question.id, box).level(self.factor)[0] < self.levels[1]


def _whole_before(number: Number, *, is_more: bool) -> int:
    return floor(number) if is_more else ceil(number)
