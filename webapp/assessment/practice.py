"""The practitioner's page apart from findings and flags: scores, tests and lists, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple, cast

from webapp.assessment.assess import Assessment
from webapp.assessment.words import answer_in_full, fill
from webapp.questionnaire.model import Question
from webapp.questionnaire.practice import (
    BandRule,
    ConsideredRule,
    Conversion,
    LaboratoryRule,
    ListedRule,
    ScoreRule,
)
from webapp.questionnaire.rules.intervals import Interval, Truth
from webapp.questionnaire.rules.nodes import Node, write_levels
from webapp.questionnaire.rules.numbers import fixed, write_number, write_range
from webapp.questionnaire.units import unit_behind


class Item(NamedTuple):
    """One question of a score with its answer in words and unit; "" where none was given."""

    question: str
    answer: str


@dataclass(frozen=True)
class Band:
    """A cut-off of a score that holds, or (None) may hold.

    `basis` is "published", "arithmetic" or "pragmatic"; `references` are ids of the questionnaire.
    """

    text: str
    basis: str
    references: tuple[str, ...]
    remark: str
    holds: bool | None


@dataclass(frozen=True)
class Score:
    """A score with at least one question that was asked.

    `value` is a number, the words of a level, a range of either ("3–7"), or "" for a score that only lists
    items.
    """

    id: str
    title: str
    value: str
    unit: str
    items: tuple[Item, ...]
    bands: tuple[Band, ...]
    note: str = ""


@dataclass(frozen=True)
class LaboratoryValue:
    """A laboratory value as typed, with its unit, and in its other usual unit ("" where there is none)."""

    question: str
    typed: str
    other: str
    basis: str
    references: tuple[str, ...]
    remark: str


@dataclass(frozen=True)
class ListedAnswers:
    """Answers that are not scored. `entries` is empty where the questions were asked but not answered."""

    title: str
    entries: tuple[str, ...]


@dataclass(frozen=True)
class ConsideredTest:
    """A test to consider, or one that is not advised: reasons and limits."""

    title: str
    why: tuple[str, ...]
    limits: str
    references: tuple[str, ...]
    is_advised: bool


@dataclass(frozen=True)
class Practice:
    """The practitioner's page apart from findings and flags, in the order of the questionnaire.

    Texts of the questionnaire's author (band, note, limits, why, spoilers) are small Markdown.
    """

    scores: tuple[Score, ...] = ()
    laboratory: tuple[LaboratoryValue, ...] = ()
    listed: tuple[ListedAnswers, ...] = ()
    spoilers: tuple[str, ...] = ()
    considered: tuple[ConsideredTest, ...] = ()


def practice(assessment: Assessment) -> Practice:
    """Return the content of the practitioner's page; what was not asked is not in it."""
    page = assessment.questionnaire.practice
    return Practice(
        tuple(_score(one, assessment) for one in page.scores if is_scored(one, assessment)),
        tuple(_lab_value(one, assessment) for one in page.laboratory if _is_typed(one, assessment)),
        tuple(_listed(one, assessment) for one in page.listed if _is_asked(one.questions, assessment)),
        tuple(fill(one.text, assessment) for one in page.spoilers if _truth(one.when, assessment)),
        tuple(_considered(one, assessment) for one in page.considered if _reasons(one, assessment)),
    )


def _truth(when: Node | None, assessment: Assessment) -> Truth:
    return True if when is None else cast("Truth", when.value(assessment.answers.situation))


def _is_asked(questions: Iterable[str], assessment: Assessment) -> bool:
    return any(assessment.answers.is_shown(one) for one in questions)


def is_scored(score: ScoreRule, assessment: Assessment) -> bool:
    """Return whether the score applies and at least one of its questions was asked."""
    book = assessment.questionnaire.rule_book
    formulas = [book.measures[score.measure]] if score.measure else []
    return bool(_truth(score.when, assessment)) and _is_asked(
        score.items or book.questions_of(formulas), assessment
    )


def _score(score: ScoreRule, assessment: Assessment) -> Score:
    asked = (one for one in score.items if assessment.answers.is_shown(one))
    bands = ((band, _truth(band.when, assessment)) for band in score.bands)
    value = _value(score.measure, assessment)
    return Score(
        id=score.id,
        title=score.title,
        value=value,
        unit=unit_behind(assessment.questionnaire.measures[score.measure], value) if score.measure else "",
        items=tuple(_item(one, score.figure, assessment) for one in asked),
        bands=tuple(_band(band, truth, assessment) for band, truth in bands if truth is not False),
        note=fill(score.note, assessment),
    )


def _value(measure: str, assessment: Assessment) -> str:
    """Return a level's word, or a number with one more decimal than patients see where that differs."""
    if not measure:
        return ""
    worked_out = assessment.measures[measure]
    if not isinstance(worked_out.value, tuple):
        return ""
    if worked_out.measure.type == "level":
        return write_levels(worked_out.value)
    return write_range(write_number(end, worked_out.measure.decimals + 1) for end in worked_out.value)


def _item(question_id: str, figure: str, assessment: Assessment) -> Item:
    """Return the answer with its share of the score in brackets."""
    question = assessment.questionnaire.questions[question_id]
    answer, given = _answer(question, assessment), assessment.answers.given[question_id]
    figures = question.option(given).figures if isinstance(given, str) else {}
    part = f" ({write_number(figures[figure])})" if figure in figures else ""
    return Item(question.short_name, f"{answer}{part}")


def _answer(question: Question, assessment: Assessment) -> str:
    return answer_in_full(question, assessment.answers.given[question.id])


def _band(band: BandRule, truth: Truth, assessment: Assessment) -> Band:
    basis = band.basis
    return Band(fill(band.text, assessment), basis.kind, basis.sources, basis.note, truth)


def _is_typed(value: LaboratoryRule, assessment: Assessment) -> bool:
    """Return whether a number was given in this row's unit."""
    given = assessment.answers.given.get(value.question)
    return isinstance(given, int | Fraction) and bool(_truth(value.when, assessment))


def _lab_value(value: LaboratoryRule, assessment: Assessment) -> LaboratoryValue:
    number = write_number(cast("Fraction", assessment.answers.given[value.question]))
    typed, other = f"{number} {value.unit}", value.other
    if other is None:
        return LaboratoryValue(value.title, typed, "", "", (), "")
    basis = other.basis
    return LaboratoryValue(
        value.title, typed, _converted(other, assessment), basis.kind, basis.sources, basis.note
    )


def _converted(other: Conversion, assessment: Assessment) -> str:
    """Return the number in the other unit; "" where other answers that it needs are open."""
    ends = cast("Interval", other.value.value(assessment.answers.situation))
    if ends is None or ends[0] != ends[1]:
        return ""
    return f"{fixed(ends[0], other.decimals)} {other.unit}"


def _listed(listing: ListedRule, assessment: Assessment) -> ListedAnswers:
    asked = (one for one in listing.questions if assessment.answers.is_shown(one))
    questions = (assessment.questionnaire.questions[one] for one in asked)
    return ListedAnswers(
        listing.title, tuple(entry for question in questions for entry in _entries(question, assessment))
    )


def _entries(question: Question, assessment: Assessment) -> Iterable[str]:
    """Return the picks of a multiple choice; any other answer with the short name of its question."""
    given = assessment.answers.given[question.id]
    if isinstance(given, tuple):
        return (question.option(one).label for one in given)
    return () if given is None else (f"{question.short_name}: {_answer(question, assessment)}",)


def _reasons(test: ConsideredRule, assessment: Assessment) -> tuple[str, ...]:
    """Return why the test is considered; empty where it is not."""
    if not _truth(test.when, assessment):
        return ()
    held = (reason.text for reason in test.reasons if _truth(reason.when, assessment))
    return tuple(fill(text, assessment) for text in held)


def _considered(test: ConsideredRule, assessment: Assessment) -> ConsideredTest:
    return ConsideredTest(
        test.title,
        _reasons(test, assessment),
        fill(test.limits, assessment),
        test.references,
        test.is_advised,
    )
