"""Golden cases before two questionnaires."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from webapp.assessment import AnswerErrors, accept
from webapp.assessment.exact import Range
from webapp.assessment.quick import QuickJudge

Levels = dict[str, Range]


@dataclass(frozen=True)
class Case:
    """The answers of a made-up patient, under a name."""

    name: str
    answers: Mapping[str, Any]


@dataclass(frozen=True)
class CaseMove:
    """A case that comes out otherwise. `refused` says why it cannot be answered so any more, or ""."""

    name: str
    factors: Mapping[str, tuple[Range, Range]]
    refused: str = ""


def cases_in(name: str, text: str) -> Iterator[Case]:
    """The case of a file, or its many bounds around one base. Raises ValueError for anything else."""
    content = json.loads(text, parse_float=Decimal)
    if not isinstance(content, dict):
        raise ValueError("a case is one JSON object with answers")  # noqa: TRY004 - a fault of the file
    base = content.get("base", {})
    for bound in content.get("bounds", ()):
        yield Case(f"{name}: {bound['title']}", {**base, **bound["answers"]})
    if isinstance(content.get("answers"), dict):
        title = content.get("title", name)
        yield Case(title if title.startswith(name) else f"{name}: {title}", content["answers"])


def moved(old: QuickJudge, new: QuickJudge, cases: Iterable[Case]) -> Iterator[CaseMove]:
    """The cases whose levels change, or that the newer questionnaire does not take."""
    for case in cases:
        was = _levels(old, case)
        if isinstance(was, str):
            continue
        now = _levels(new, case)
        if isinstance(now, str):
            yield CaseMove(case.name, {}, now)
        elif differing := {one: (was[one], now[one]) for one in was if was[one] != now.get(one, was[one])}:
            yield CaseMove(case.name, differing)


def _levels(judge: QuickJudge, case: Case) -> Levels | str:
    """The levels of a case, or why it cannot be answered so."""
    try:
        answers = accept(judge.questionnaire, case.answers)
    except AnswerErrors as error:
        return "; ".join(f"{problem.question} {problem.message}" for problem in error.problems)
    quick = judge.settled(answers.given)
    return {factor: quick.level(factor) for factor in judge.levels}
