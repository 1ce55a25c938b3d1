"""Golden cases under two versions of a questionnaire."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from webapp.assessment import AnswerErrors, validate_answers
from webapp.assessment.level_bounds import Range, exact_levels
from webapp.questionnaire.model import Questionnaire
from webapp.workbench.cases import Case, read_cases

Levels = dict[str, Range]


NamedCase = tuple[str, Case]  # a case with the name of its file and its own


@dataclass(frozen=True)
class CaseMove:
    """A case with another outcome; `refused` says why its answers no longer fit, or ""."""

    name: str
    factors: Mapping[str, tuple[Range, Range]]
    refused: str = ""


def cases_in(file: str, text: str) -> Iterator[NamedCase]:
    """Yield the cases of a file by name. Raise InvalidCase."""
    for case in read_cases(text)[1]:
        yield case.title if case.title.startswith(file) else f"{file}: {case.title}", case


def moved(old: Questionnaire, new: Questionnaire, cases: Iterable[NamedCase]) -> Iterator[CaseMove]:
    """Yield the cases whose levels change, or that the new version does not accept."""
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
    """Return the levels of a case, or why its answers do not fit."""
    try:
        answers = validate_answers(questionnaire, case.exact_answers)
    except AnswerErrors as error:
        return "; ".join(f"{problem.question} {problem.message}" for problem in error.problems)
    return {one: exact_levels(questionnaire, answers.situation, one) for one in questionnaire.factors}
