"""Signs that two sets of answers are not from one person: a different sex, an implausible age."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import Literal

from webapp.assessment.answers import Answers

AGE, SEX = "age_years", "sex"  # the ids of the questions, where a questionnaire has them
SLIP = 1  # years by which a mistyped or rounded age may differ without a remark
DAYS_IN_YEAR = Fraction(1461, 4)


@dataclass(frozen=True)
class IdentityDoubt:
    """What differs between a set of answers, given by its index, and the next one."""

    what: Literal["age", "sex"]
    before: int
    after: int


def age_of(answers: Answers) -> Fraction | None:
    """Return the age in years where it is known."""
    age = answers.given.get(AGE)
    known = isinstance(age, int | Fraction) and not answers.is_unknown(AGE)
    return Fraction(age) if known and isinstance(age, int | Fraction) else None


def sex_of(answers: Answers) -> str:
    """Return the id of the option; "" where it is unknown or was not given."""
    sex = answers.given.get(SEX)
    is_given = isinstance(sex, str) and not answers.is_unknown(SEX)
    question = answers.questionnaire.questions.get(SEX)
    is_none = question is not None and sex == question.when_skipped
    return str(sex) if is_given and not is_none else ""


def doubts(visits: Sequence[tuple[int, Answers]]) -> tuple[IdentityDoubt, ...]:
    """Yield doubts about visits on these days (ordinals, earliest first).

    A different sex, an age that decreases, and one that grows faster or slower than time are doubtful.
    """
    ages = [(place, day, age_of(one)) for place, (day, one) in enumerate(visits)]
    sexes = [(place, sex_of(one)) for place, (_, one) in enumerate(visits)]
    return (*_of_sex([one for one in sexes if one[1]]), *_of_age([one for one in ages if one[2] is not None]))


def _of_sex(sexes: Sequence[tuple[int, str]]) -> Iterator[IdentityDoubt]:
    for (before, one), (after, other) in pairwise(sexes):
        if one != other:
            yield IdentityDoubt("sex", before, after)


def _of_age(ages: Sequence[tuple[int, int, Fraction | None]]) -> Iterator[IdentityDoubt]:
    for (before, day, age), (after, later, grown) in pairwise(ages):
        years = Fraction(later - day) / DAYS_IN_YEAR
        change = (grown or Fraction()) - (age or Fraction())
        if change < 0 or not floor(years) - SLIP <= change <= ceil(years) + SLIP:
            yield IdentityDoubt("age", before, after)
