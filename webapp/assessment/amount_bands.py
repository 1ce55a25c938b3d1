"""Amounts beside the cut-offs of their rules: what each amount would count as by itself.

No cut-off is written here. Each is read from the comparisons of a rule, also through measures, and solved for
the amount with this person's other answers. The rules are then evaluated on both sides of it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import cast

from webapp.assessment.assess import Assessment
from webapp.questionnaire.domains import bounds_of, plain_options
from webapp.questionnaire.levels import Level
from webapp.questionnaire.model import Factor, Question
from webapp.questionnaire.practice import ScoreRule
from webapp.questionnaire.rules import Node
from webapp.questionnaire.rules.facts import Domain, Picks, Value
from webapp.questionnaire.rules.intervals import Ends
from webapp.questionnaire.rules.logic import And, Or
from webapp.questionnaire.rules.nodes import MeasureRef, NumberAnswer
from webapp.questionnaire.rules.numbers import Number, reduced
from webapp.questionnaire.rules.operations import Arithmetic, Compare
from webapp.questionnaire.rules.situation import Situation

FAR = 1000
"""A third point, far from 0 and 1: a formula that is straight through all three is taken as straight."""

Judged = int | tuple[object, ...]
Judge = Callable[[Situation], Judged]
"""What the rules say of an amount: a level, or which of them hold."""


@dataclass(frozen=True)
class CutOff:
    """A number at which the band changes. With `is_above` the number itself counts to the upper band."""

    at: Number
    is_above: bool


@dataclass(frozen=True, kw_only=True)
class AmountBands:
    """The bands of one amount, from low numbers to high ones.

    `ends` are the lowest and the highest value that the answers allow. `ranks` has one more than there are
    cut-offs: of a factor the level (0 to 3) that the amount alone would give in each band, of a score the
    number of the band. `most` is the largest number that any answers give. `least` is the highest level that
    a factor has or may have whatever the amount: lower ranks are not its levels then.
    """

    ends: tuple[Number, Number]
    cut_offs: tuple[CutOff, ...]
    ranks: tuple[int, ...]
    most: Number
    is_of_levels: bool = True
    least: Level = Level.NONE

    @property
    def highest_rank(self) -> int:
        """The highest rank in which the amount may be."""
        return max(rank for place, rank in enumerate(self.ranks) if self.reaches(place))

    def reaches(self, place: int) -> bool:
        """Return whether the amount may be in this band, counted from 0."""
        lowest, highest = self.ends
        low, high = (None, *self.cut_offs)[place], (*self.cut_offs, None)[place]
        is_over = low is None or highest > low.at or (highest == low.at and low.is_above)
        is_under = high is None or lowest < high.at or (lowest == high.at and not high.is_above)
        return is_over and is_under


def amount_of(assessment: Assessment, subject: str) -> tuple[Number, Number] | None:
    """Return the lowest and highest value of a question or measure, where any answer behind it is known."""
    return _Amount(assessment, subject).ends()


def factor_bands(assessment: Assessment, factor: Factor, subject: str) -> AmountBands | None:
    """Return the bands of a question or measure by the factor's rules, or else by those of its score.

    None where the amount or a cut-off is not known, or where there is no cut-off.
    """
    amount = _Amount(assessment, subject)
    rules = {level: part for level, rule in factor.rules.items() if (part := amount.own_part(rule))}
    if not rules:
        scores = assessment.questionnaire.practice.scores
        return next((score_bands(assessment, one) for one in scores if one.measure == subject), None)

    found = amount.bands(rules.values(), partial(_level, rules))
    if found is None:
        return None
    everywhere = min(_highest(factor.rules, facts) for facts in amount.inside(found))
    missing = (level for level in factor.rules if level not in rules)
    return replace(found, least=max((everywhere, *missing)))


def _level(rules: Mapping[Level, Node], facts: Situation) -> Judged:
    truths = {level: rule.value(facts) for level, rule in rules.items()}
    return tuple(truths.items()) if None in truths.values() else int(_highest(rules, facts))


def _highest(rules: Mapping[Level, Node], facts: Situation) -> Level:
    """Return the highest level whose rule surely holds."""
    return next((level for level, rule in rules.items() if rule.value(facts) is True), Level.NONE)


def score_bands(assessment: Assessment, score: ScoreRule) -> AmountBands | None:
    """Return the bands of a score; None where it or a cut-off is not known, or where there is no cut-off."""
    amount = _Amount(assessment, score.measure)
    rules = [band.when for band in score.bands if amount.is_behind(band.when)]
    found = amount.bands(rules, lambda facts: tuple(rule.value(facts) for rule in rules))
    return replace(found, ranks=tuple(range(len(found.ranks))), is_of_levels=False) if found else None


class _Amount:
    """A question or a measure of one person, and the rules about it."""

    def __init__(self, assessment: Assessment, subject: str) -> None:
        self.assessment = assessment
        self.subject = subject
        self.facts = assessment.answers.situation
        self.book = assessment.questionnaire.rule_book
        self.is_measure = subject in assessment.questionnaire.measures

    def is_behind(self, node: Node) -> bool:
        """Return whether the value of this node depends on the amount, not only on whether it is known."""
        if self.is_measure:
            return self.subject in self.book.measures_behind(node)
        return any(self._is_about(part) for part in node.walk())

    def _is_about(self, part: Node) -> bool:
        if isinstance(part, MeasureRef):
            return self.is_behind(self.book.measures[part.measure])
        return isinstance(part, NumberAnswer) and part.question == self.subject

    def own_part(self, rule: Node) -> Node | None:
        """Return what of a rule is about the amount: alternatives that are not are left out.

        A condition that goes with the amount stays as it is.
        """
        if not self.is_behind(rule):
            return None
        if isinstance(rule, Or):
            return Or(tuple(part for one in rule.parts if (part := self.own_part(one))))
        if isinstance(rule, And) and sum(self.is_behind(one) for one in rule.parts) == 1:
            return And(tuple(self.own_part(one) or one for one in rule.parts))
        if isinstance(rule, MeasureRef) and isinstance(formula := self.book.measures[rule.measure], Or | And):
            return self.own_part(formula)
        return rule

    def bands(self, rules: Iterable[Node], judge: Judge) -> AmountBands | None:
        ends = self.ends()
        found = sorted(set(self._candidates(rules))) if ends else []
        if ends is None or not found:
            return None
        judged = [judge(self._at(sample)) for sample in _between(found)]
        changes = [(cut, judged[i + 1]) for i, cut in enumerate(found) if judged[i] != judged[i + 1]]
        if not changes or any(not _is_settled(one) for one in judged):
            return None
        cut_offs = tuple(CutOff(cut, judge(self._at(cut)) == above) for cut, above in changes)
        ranks = (judged[0], *(above for _, above in changes))
        return AmountBands(
            ends=ends, cut_offs=cut_offs, ranks=tuple(_rank(one) for one in ranks), most=self._most()
        )

    def inside(self, bands: AmountBands) -> Iterator[Situation]:
        """Yield the situation with an amount inside each band."""
        return (self._at(number) for number in _between([cut.at for cut in bands.cut_offs]))

    def ends(self) -> tuple[Number, Number] | None:
        """Return the lowest and the highest value; None where it is unknown, or is or may be absent."""
        value: Value
        if self.is_measure:
            behind = self.book.questions_of([self.book.measures[self.subject]])
            value = self.facts.measure(self.subject)
        else:
            behind, value = frozenset([self.subject]), self.facts.number(self.subject)
        is_known = any(self.facts.is_known(question) for question in behind)
        return value if isinstance(value, tuple) and is_known else None

    def _candidates(self, rules: Iterable[Node]) -> Iterator[Number]:
        """Yield every number at which a comparison about the amount may change."""
        for rule in rules:
            for part in rule.walk():
                if isinstance(part, Compare):
                    yield from self._solved(part)
                elif isinstance(part, MeasureRef) and part.measure != self.subject and self.is_behind(part):
                    yield from self._candidates([self.book.measures[part.measure]])

    def _solved(self, comparison: Compare) -> Iterator[Number]:
        """Yield the amount at which both sides are equal, where one side is a straight line of it."""
        sides = comparison.left, comparison.right
        about = [side for side in sides if self.is_behind(side)]
        if len(about) != 1 or self._is_divisor(about[0]):
            return
        (other,) = (side for side in sides if side is not about[0])
        bar = _exact(other.value(self.facts))
        start, one, far = (_exact(about[0].value(self._at(number))) for number in (0, 1, FAR))
        if bar is None or start is None or one is None or far is None or one == start:
            return
        if far - start == FAR * (one - start):
            yield reduced(Fraction(bar - start) / (one - start))

    def _is_divisor(self, node: Node) -> bool:
        divisions = (part for part in node.walk() if isinstance(part, Arithmetic) and part.sign == "/")
        return any(self.is_behind(part.right) for part in divisions)

    def _at(self, number: Number) -> Situation:
        """Return the situation with another amount, and all other answers as they are."""
        if self.is_measure:
            return self.facts.with_measure(self.subject, (number, number))
        return self.facts.narrowed(self.subject, (number, number))

    def _most(self) -> Number:
        questions = self.assessment.questionnaire.questions
        if not self.is_measure:
            return bounds_of(questions[self.subject], self.facts)[1]
        behind = self.book.questions_of([self.book.measures[self.subject]])
        every = self.facts.with_domains({name: self._every_answer(questions[name]) for name in behind})
        return cast("tuple[Number, Number]", every.measure(self.subject))[1]

    def _every_answer(self, question: Question) -> Domain:
        if question.kind == "number":
            return bounds_of(question, self.facts)
        plain = plain_options(question)
        return plain if question.kind == "single" else Picks(frozenset(), plain)


def _between(cuts: Sequence[Number]) -> tuple[Number, ...]:
    """Return a number below, between and above the cut-offs."""
    return (cuts[0] - 1, *(Fraction(a + b) / 2 for a, b in pairwise(cuts)), cuts[-1] + 1)


def _exact(value: object) -> Number | None:
    ends = cast("Ends", value) if isinstance(value, tuple) else None
    return ends[0] if ends and ends[0] == ends[1] else None


def _is_settled(judged: Judged) -> bool:
    return isinstance(judged, int) or all(isinstance(truth, bool) for truth in judged)


def _rank(judged: Judged) -> int:
    return judged if isinstance(judged, int) else 0
