"""Golden cases: people whose findings were looked at once, and must come out the same for ever.

A file holds one case: a title, answers, and what must come out (`findings`, and where they matter
`measures`, `safety` and `order`). A file with `base` and `bounds` holds many that differ in a few answers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from webapp.assessment import AnswerErrors, Assessment, assess, validate_answers
from webapp.questionnaire.model import Questionnaire
from webapp.report.views.rule_words import PractitionerVocabulary

Table = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One case of a file. `expected` is the very table of the file, so that it can be recorded anew."""

    title: str
    answers: Table
    expected: Table

    @property
    def exact_answers(self) -> Table:
        """The answers with decimals as text, so that none is rounded."""
        return {name: one.digits if isinstance(one, _Decimal) else one for name, one in self.answers.items()}


@dataclass(frozen=True)
class CaseDifference:
    """One thing that comes out otherwise than it is recorded; `why` is the rule that holds now, or ""."""

    what: str
    was: str
    now: str
    why: str = ""

    @property
    def sentence(self) -> str:
        because = f" ({self.why})" if self.why else ""
        return f"{self.what}: was {self.was}, is now {self.now}{because}"


class InvalidCase(ValueError):  # noqa: N818  a refusal
    """The text holds no case."""


def read_cases(text: str) -> tuple[Table, list[Case]]:
    """The tables of a file of cases, and the cases in it. Raises InvalidCase."""
    try:
        held = json.loads(text, parse_float=_Decimal)
        cases = list(_cases(held))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = 'this is no case: it needs "title", "answers" and "findings"; see docs/questions.md'
        raise InvalidCase(message) from error
    return held, cases


class _Decimal(float):
    """A decimal number that is written as it was, and read exactly."""

    def __new__(cls, digits: str) -> _Decimal:
        number = super().__new__(cls, digits)
        number.digits = digits
        return number

    digits: str


def _cases(held: Table) -> Iterator[Case]:
    if "bounds" not in held:
        yield Case(held["title"], dict(held["answers"]), held)
        return
    for bound in held["bounds"]:
        yield Case(bound["title"], {**held["base"], **bound["answers"]}, bound)


def assess_case(questionnaire: Questionnaire, case: Case) -> Assessment:
    """What the case comes to. Raises InvalidCase where its answers do not fit the questionnaire."""
    try:
        return assess(validate_answers(questionnaire, case.exact_answers), changes=False)
    except AnswerErrors as error:
        told = "; ".join(f"{problem.question}: {problem.message}" for problem in error.problems)
        raise InvalidCase(f"the answers do not fit: {told}") from error


def differences(case: Case, found: Assessment) -> list[CaseDifference]:
    """What comes out otherwise than it is recorded."""
    recorded, questionnaire = case.expected, found.questionnaire
    told = list(_levels(recorded, found))
    for name, ends in recorded.get("measures", {}).items():
        measure = questionnaire.measures.get(name)
        now = _ends(found, name)
        if {end: Fraction(ends[end]) for end in ends} != {end: Fraction(now[end]) for end in now}:
            told.append(CaseDifference(measure.title if measure else name, _range(ends), _range(now)))
    for key, title in (("safety", "Safety flags"), ("order", "Order of the findings")):
        now_listed = _listed(found)[key]
        if key in recorded and recorded[key] != now_listed:
            told.append(CaseDifference(title, _in_words(recorded[key]), _in_words(now_listed)))
    return told


def record(case: Case, found: Assessment) -> None:
    """Put what comes out into the tables of the file. A case that says nothing yet gets everything."""
    recorded = case.expected
    if "factor" in recorded:
        recorded["expect"] = _found_levels(found)[recorded["factor"]]
        return
    if "findings" not in recorded:
        recorded.update(findings=_found_levels(found), safety=_listed(found)["safety"])
        return
    levels = _found_levels(found)
    recorded["findings"] = {name: levels[name] for name in recorded["findings"] if name in levels}
    if "measures" in recorded:
        names = (name for name in recorded["measures"] if name in found.measures)
        recorded["measures"] = {name: _ends(found, name) for name in names}
    recorded.update({key: now for key, now in _listed(found).items() if key in recorded})


def as_text(held: Mapping[str, Any]) -> str:
    """The tables as the file is written."""
    return json.dumps(held, ensure_ascii=False, indent=1) + "\n"


def _levels(recorded: Table, found: Assessment) -> Iterator[CaseDifference]:
    wanted = {recorded["factor"]: recorded["expect"]} if "factor" in recorded else recorded.get("findings")
    if wanted is None:
        yield CaseDifference("Findings", "not recorded yet", "known")
    now = _found_levels(found)
    for name, levels in (wanted or {}).items():
        if now.get(name) != levels:
            factor = found.questionnaire.factors.get(name)
            title = factor.title if factor else name
            yield CaseDifference(title, _between(levels), _between(now.get(name)), _why(found, name))


def _why(found: Assessment, name: str) -> str:
    """The rule that gives the level, with the numbers in it."""
    lines = (line for one in found.findings if one.factor.id == name for line in one.trace)
    return next((line.filled(PractitionerVocabulary(found.questionnaire)) for line in lines), "")


def _found_levels(found: Assessment) -> dict[str, list[str]]:
    return {one.factor.id: [one.lowest.word, one.highest.word] for one in found.findings}


def _listed(found: Assessment) -> dict[str, list[str]]:
    flags = [flag.id for flag in found.safety]
    return {"safety": flags, "order": [finding.factor.id for finding in found.present]}


def _ends(found: Assessment, name: str) -> dict[str, str]:
    value = found.measures[name].value if name in found.measures else None
    return dict(zip(("low", "high"), map(str, value), strict=True)) if isinstance(value, tuple) else {}


def _range(ends: Mapping[str, str]) -> str:
    low, high = ends.get("low"), ends.get("high")
    return "nothing" if low is None else low if low == high else f"{low} to {high}"


def _between(levels: list[str] | None) -> str:
    if not levels:
        return "no factor of this questionnaire"
    low, high = levels
    return low if low == high else f"{low} to {high}"


def _in_words(names: list[str]) -> str:
    return ", ".join(names) or "none"
