"""What a single answer decides by itself, whatever the other answers are."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor

from webapp.questionnaire.domains import (
    AnswerValue,
    domain_of,
    domain_of_choice,
    domain_unasked,
    plain_options,
    unknown_option,
)
from webapp.questionnaire.model import Question, Questionnaire
from webapp.questionnaire.rules.facts import Domain
from webapp.questionnaire.rules.intervals import Truth
from webapp.questionnaire.rules.situation import Situation


class PartialSituation(Situation):
    """A situation in which only some answers are known: whether the others were given is open."""

    __slots__ = ("decided",)

    def __init__(
        self, questionnaire: Questionnaire, given: Mapping[str, AnswerValue], hidden: Collection[str] = ()
    ) -> None:
        questions = questionnaire.questions
        domains: dict[str, Domain] = {}
        unsure: dict[str, str] = {}
        super().__init__(questionnaire.rule_book, domains, set(given).difference(unsure), unsure)
        self.decided = frozenset((*given, *hidden))
        for question in questions.values():
            if question.id in given:
                domains[question.id] = domain_of(question, given[question.id], self)
                unsure.update(_unsure(question, given[question.id]))
            elif question.id in hidden:
                domains[question.id] = domain_unasked(question, shown=False)
            else:
                domains[question.id] = _open_domain(question)
        self.known = frozenset(given).difference(unsure)

    def is_known(self, question: str) -> Truth:
        return super().is_known(question) if question in self.decided else None

    def is_unsure(self, question: str, options: Collection[str]) -> Truth:
        return super().is_unsure(question, options) if question in self.decided else None


def _open_domain(question: Question) -> Domain:
    """Return all values that the answer may have, whether or not the question is asked."""
    if question.kind == "multi":
        return domain_of_choice(question, None)
    hidden = question.when_hidden
    if question.kind == "single":
        return plain_options(question).union([hidden] if isinstance(hidden, str) else [])
    ends = [end for row in question.bounds for end in (row.low, row.high)]
    ends += [hidden] if isinstance(hidden, int | Fraction) else []
    return min(ends), max(ends)


def _unsure(question: Question, value: AnswerValue) -> Mapping[str, str]:
    option = unknown_option(question, value)
    return {question.id: option} if option else {}


def single_values(question: Question) -> Iterator[AnswerValue]:
    """Yield each option by itself, or each whole number."""
    if question.kind == "number":
        low, high = (min(row.low for row in question.bounds), max(row.high for row in question.bounds))
        yield from range(ceil(low), floor(high) + 1)
    for option in question.options:
        yield option_value(question, option.id)


def option_value(question: Question, option: str) -> AnswerValue:
    """Return the answer that has this one option."""
    return (option,) if question.kind == "multi" else option


def runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of each run of ascending numbers."""
    start = 0
    for at in range(1, len(numbers) + 1):
        if at == len(numbers) or numbers[at] != numbers[at - 1] + 1:
            yield numbers[start], numbers[at - 1]
            start = at
