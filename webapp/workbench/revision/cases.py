"""Golden cases before two questionnaires."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from webapp.assessment import AnswerErrors, validate_answers
from webapp.assessment.level_bounds import Range, exact_levels
from webapp.questionnaire.model import Questionnaire
from webapp.workbench.cases import Case, read_cases

Levels = dict[str, Range]


Named = tuple[str, Case]
"""A case under the name of its file and its own."""


@dataclass(frozen=True)
class CaseMove:
    """A case that comes out otherwise. `refused` says why it cannot be answered so any more, or ""."""

    name: str
    factors: Mapping[str, tuple[Range, Range]]
    refused: str = ""


def cases_in(file: str, text: str) -> Iterator[Named]:
    """The cases of a file under their names. Raises InvalidCase."""
    for case in read_cases(text)[1]:
        yield case.title if case.title.startswith(file) else f"{file}: {case.title}", case


def moved(old: Questionnaire, new: Questionnaire, cases: Iterable[Named]) -> Iterator[CaseMove]:
    """The cases whose levels change, or that the newer questionnaire does not take."""
    for name, case in cases:
        was = _levels(old, case)
        if isinstance(was, str):
            continue
        now = _levels(new, case)
        if isinstance(now, str):
            yield CaseMove(name, {}, now)
        elif differing := {one: (was[one], now[one]) for one in was if was[one] != now.get(one, was[one])}:
            yield CaseMove(name, differing)


def _levels(questionnaire: Questionnaire, case: Case) -> Levels | str:
    """The levels of a case, or why it cannot be answered so."""
    try:
        answers = validate_answers(questionnaire, case.exact_answers)
    except AnswerErrors as error:
        return "; ".join(f"{problem.question} {problem.message}" for problem in error.problems)
    return {one: exact_levels(questionnaire, answers.situation, one) for one in questionnaire.factors}
