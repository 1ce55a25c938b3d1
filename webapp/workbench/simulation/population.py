"""A population file: how often each answer is given, instead of equally often."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from math import ceil, floor
from random import Random
from typing import cast

from webapp.questionnaire.domains import AnswerValue, bounds_of
from webapp.questionnaire.model import Question, Questionnaire
from webapp.questionnaire.rules import Situation
from webapp.questionnaire.rules.numbers import Number, reduced, write_exact

Draw = Callable[[Random, Situation], AnswerValue]
Weights = Mapping[str, Number]

ALL = 100  # people: of so many, a weight of a multiple choice says how many tick it


@dataclass(frozen=True)
class Span:
    """Numbers from `low` to `high`, both included, and how many people are among them."""

    low: Fraction
    high: Fraction
    weight: Number


class PopulationError(ValueError):
    """A population file that does not fit its questionnaire; the message says where."""


def draws_of(text: str, questionnaire: Questionnaire) -> dict[str, Draw]:
    """Return how the questions that the file names are answered. Raise PopulationError."""
    try:
        tables = tomllib.loads(text, parse_float=Fraction)
    except ValueError as error:
        raise PopulationError(f"this is not TOML: {error}") from error
    return {name: _draw(questionnaire, name, table) for name, table in tables.items()}


def _draw(questionnaire: Questionnaire, name: str, table: object) -> Draw:
    question = questionnaire.questions.get(name)
    if question is None:
        raise PopulationError(f'there is no question "{name}"')
    if question.kind == "number":
        return partial(_number, question, _spans(question, table))
    weights = _weights(question, table)
    return partial(_single, weights) if question.kind == "single" else _multi(question, weights)


def _weights(question: Question, table: object) -> Weights:
    if not isinstance(table, dict) or not table:
        raise PopulationError(f"{question.id}: write a weight for each option, as yes = 10")
    for option, weight in table.items():
        if not question.has_option(option):
            raise PopulationError(f'{question.id}: there is no option "{option}"')
        if not _is_weight(weight) or (question.kind == "multi" and weight > ALL):
            raise PopulationError(
                f"{question.id}.{option}: a weight is a number from 0 on; of a list, to {ALL}"
            )
    if question.kind == "single" and not any(table.values()):
        raise PopulationError(f"{question.id}: one weight at least is above 0")
    return cast("Weights", table)


def _spans(question: Question, table: object) -> list[Span]:
    rows = table if isinstance(table, list) else []
    try:
        ends = [(*row["range"], row["weight"]) for row in rows]
        spans = [Span(Fraction(low), Fraction(high), weight) for low, high, weight in ends]
    except (KeyError, TypeError, ValueError):
        spans = []
    if not spans or not all(map(_is_weight, (one.weight for one in spans))):
        raise PopulationError(f"{question.id}: write rows, as {{ range = [18, 29], weight = 20 }}")
    low, high = min(one.low for one in question.bounds), max(one.high for one in question.bounds)
    for span in spans:
        if ceil(max(low, span.low) / question.step) > floor(min(high, span.high) / question.step):
            row = f"{write_exact(span.low)} to {write_exact(span.high)}"
            raise PopulationError(f"{question.id}: no answer is from {row}")
    return spans


def _is_weight(weight: object) -> bool:
    return isinstance(weight, int | Fraction) and not isinstance(weight, bool) and weight >= 0


def _single(weights: Weights, random: Random, _: Situation) -> AnswerValue:
    return random.choices(list(weights), list(weights.values()))[0]


def _multi(question: Question, weights: Weights) -> Draw:
    """Tick each option by its own share; an exclusive one where nothing else is ticked."""
    alone = {one.id: weights.get(one.id, 0) for one in question.options if one.exclusive}
    if alone and not any(alone.values()):
        alone[next(iter(alone))] = 1
    picks = {name: weight / ALL for name, weight in weights.items() if name not in alone}

    def draw(random: Random, _: Situation) -> AnswerValue:
        ticked = tuple(name for name, share in picks.items() if random.random() < share)
        rest = alone or picks
        return ticked or (random.choices(list(rest), list(rest.values()))[0],)

    return draw


def _number(question: Question, spans: list[Span], random: Random, situation: Situation) -> AnswerValue:
    """Return a number of one of the spans, within what the form takes."""
    low, high = bounds_of(question, situation)
    (span,) = random.choices(spans, [one.weight for one in spans])
    first = ceil(max(low, span.low) / question.step)
    last = floor(min(high, span.high) / question.step)
    return reduced(random.randint(first, max(first, last)) * question.step)
