"""The range of levels, checked against every completion of the unknown answers, one by one."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from functools import cache

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.project import QUESTIONNAIRE
from webapp.assessment.answers import Answers, resolve
from webapp.assessment.level_bounds import exact_levels
from webapp.questionnaire.domains import AnswerValue
from webapp.questionnaire.model import Question
from webapp.questionnaire.rules.facts import Domain, Picks
from webapp.questionnaire.rules.numbers import Number
from webapp.questionnaire.rules.situation import Situation

pytestmark = pytest.mark.slow  # and not measured, as other made-up examples

BOOK = QUESTIONNAIRE.rule_book
MOST_COMPLETIONS = 500
PAIRS = {
    question.id
    for question in QUESTIONNAIRE.questions.values()
    for option in question.options
    if any(isinstance(figure, tuple) for figure in option.figures.values())
}
"""The questions with an answer that leaves a range, which no completion narrows."""


def steps(low: Number, high: Number, question: Question) -> list[Number]:
    count = int((high - low) / question.step)
    return [low + question.step * place for place in range(count + 1)]


def plain(question: Question) -> list[str]:
    return [option.id for option in question.options if not option.is_unknown]


def own_values(question: Question) -> list[Domain]:
    """Every single thing that an unknown answer to the question may stand for."""
    return _own_values(question.id)


@cache
def _own_values(name: str) -> list[Domain]:
    """Of many options, there are thousands of choices."""
    question = QUESTIONNAIRE.questions[name]
    if question.kind == "number":
        low, high = question.plausible or (question.bounds[0].low, question.bounds[0].high)
        return [(number, number) for number in steps(low, high, question)]
    if question.kind == "single":
        return [frozenset([option]) for option in plain(question)]
    picks = [option.id for option in question.options if not option.exclusive and not option.is_unknown]
    sets = itertools.chain.from_iterable(
        itertools.combinations(picks, size) for size in range(len(picks) + 1)
    )
    return [Picks(frozenset(chosen), frozenset(chosen)) for chosen in sets]


def given_values(question: Question, value: AnswerValue) -> list[Domain]:
    """Every single thing that the given answer may stand for."""
    if value is None:
        if question.when_skipped:
            return [frozenset([question.when_skipped])]
        return own_values(question)
    if question.kind == "number":
        return [(value, value)]  # type: ignore[list-item]
    if isinstance(value, tuple):
        if any(question.option(one).is_unknown for one in value):
            return own_values(question)
        return [Picks(frozenset(value), frozenset(value))]
    option = question.option(str(value))
    return [frozenset([one]) for one in option.possible or (option.id,)]


def hidden_values(question: Question) -> list[Domain]:
    """What the question counts as when it was not asked."""
    if question.kind == "number":
        hidden = question.when_hidden
        return [None if hidden is None else (hidden, hidden)]  # type: ignore[list-item]
    return [frozenset([str(question.when_hidden)])]


def completions(answers: Answers, factor: str) -> dict[str, list[Domain]]:
    """For each question behind the factor, the things it may stand for."""
    found = {}
    for question in QUESTIONNAIRE.questions.values():
        if question.id not in BOOK.questions_behind[factor]:
            continue
        if answers.is_shown(question.id):
            values = given_values(question, answers.given[question.id])
        elif question.show_if is not None and question.show_if.value(answers.situation) is None:
            values = hidden_values(question)
            values = values if values == [None] else values + own_values(question)
        else:
            values = hidden_values(question)
        found[question.id] = values
    return found


def levels_by_force(answers: Answers, factor: str) -> tuple[int, int] | None:
    found = completions(answers, factor)
    if math.prod(map(len, found.values())) > MOST_COMPLETIONS:
        return None
    chosen = (dict(zip(found, values, strict=True)) for values in itertools.product(*found.values()))
    levels = [level_of(answers, domains, factor) for domains in chosen]
    return min(low for low, _ in levels), max(high for _, high in levels)


def level_of(answers: Answers, domains: Mapping[str, Domain], factor: str) -> tuple[int, int]:
    everything = {**answers.situation.domains, **domains}
    return Situation(BOOK, everything, answers.situation.known, answers.situation.unsure).level(factor)


def given_answer(question: Question) -> st.SearchStrategy[AnswerValue]:
    """A plain or unknown answer; most are plain, so that few things stay open."""
    if question.kind == "number":
        low, high = question.bounds[0].low, question.bounds[0].high
        near = min(high, low + 8 * question.step)
        number = st.sampled_from([*steps(low, near, question), high])
        return st.one_of(number, number, number, st.none())
    options = [option.id for option in question.options]
    if question.kind == "single":
        return st.one_of(
            st.sampled_from(options), st.sampled_from(options), st.sampled_from([*options, None])
        )
    several = st.sets(st.sampled_from([one.id for one in question.options if not one.exclusive]), min_size=1)
    ordered = several.map(lambda chosen: tuple(one for one in options if one in chosen))
    return st.one_of(ordered, st.sampled_from(options).map(lambda one: (one,)), st.none())


@st.composite
def people(draw: st.DrawFn, factor: str) -> Answers:
    """Random answers to all that can matter for a factor."""
    behind = [one for one in QUESTIONNAIRE.questions if one in BOOK.questions_behind[factor]]
    return resolve(QUESTIONNAIRE, {one: draw(given_answer(QUESTIONNAIRE.questions[one])) for one in behind})


@pytest.mark.parametrize("factor", QUESTIONNAIRE.factors)
def test_the_range_of_a_factor_is_that_of_its_completions(factor: str) -> None:
    @settings(
        max_examples=settings().max_examples // 3, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(answers=people(factor))
    def check(answers: Answers) -> None:
        by_force = levels_by_force(answers, factor)
        assume(by_force is not None)
        assert exact_levels(QUESTIONNAIRE, answers.situation, factor) == by_force

    check()


def point_situations(
    answers: Answers, draws: int, seed: st.DataObject, factor: str
) -> Iterator[tuple[int, int]]:
    found = completions(answers, factor)
    for _ in range(draws):
        chosen = {name: seed.draw(st.sampled_from(values)) for name, values in found.items()}
        yield level_of(answers, chosen, factor)


@pytest.mark.parametrize("factor", QUESTIONNAIRE.factors)
def test_no_completion_falls_outside_the_range(factor: str) -> None:
    @settings(
        max_examples=settings().max_examples // 4, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(answers=people(factor), data=st.data())
    def check(answers: Answers, data: st.DataObject) -> None:
        low, high = exact_levels(QUESTIONNAIRE, answers.situation, factor)
        for found in point_situations(answers, 5, data, factor):
            assert low <= found[0] <= found[1] <= high
            assert found[0] == found[1] or PAIRS & BOOK.questions_behind[factor]

    check()
