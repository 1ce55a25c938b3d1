"""Golden cases: people whose findings were reviewed once and must stay the same.

A file has one case: a title, answers and the expected outcome (`findings`, and optionally `measures`,
`safety` and `order`). A file with `base` and `bounds` has many cases that differ in a few answers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from webapp.assessment import AnswerErrors, Assessment, assess, validate_answers
from webapp.questionnaire.model import Questionnaire
from webapp.report.views.rule_words import PractitionerVocabulary
from webapp.workbench.tree_diff import TreeDifference, tree_diff

TomlTable = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One case of a file. `expected` is the file's own table: `record` writes into it."""

    title: str
    answers: TomlTable
    expected: TomlTable

    @property
    def exact_answers(self) -> TomlTable:
        """The answers with decimals as text, so that none is rounded."""
        return {name: one.digits if isinstance(one, _Decimal) else one for name, one in self.answers.items()}


@dataclass(frozen=True)
class CaseDifference:
    """A difference from the recorded outcome; `why` is the rule that holds now, or ""."""

    what: str
    was: str
    now: str
    why: str = ""

    @property
    def sentence(self) -> str:
        because = f" ({self.why})" if self.why else ""
        return f"{self.what}: was {self.was}, is now {self.now}{because}"


class InvalidCase(ValueError):  # noqa: N818  a refusal
    """The text is not a golden case, or its answers do not fit the questionnaire."""


def read_cases(text: str) -> tuple[TomlTable, list[Case]]:
    """Return the tables of a file, and the cases in them. Raise InvalidCase."""
    try:
        held = json.loads(text, parse_float=_Decimal)
        cases = list(_cases(held))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = 'this is no case: it needs "title", "answers" and "findings"; see docs/questions.md'
        raise InvalidCase(message) from error
    return held, cases


class _Decimal(float):
    """A decimal number that keeps its digits."""

    def __new__(cls, digits: str) -> _Decimal:
        number = super().__new__(cls, digits)
        number.digits = digits
        return number

    digits: str


def _cases(held: TomlTable) -> Iterator[Case]:
    if "bounds" not in held:
        yield Case(held["title"], dict(held["answers"]), held)
        return
    for bound in held["bounds"]:
        yield Case(bound["title"], {**held["base"], **bound["answers"]}, bound)


def assess_case(questionnaire: Questionnaire, case: Case) -> Assessment:
    """Return the outcome of a case. Raise InvalidCase where its answers do not fit the questionnaire."""
    try:
        return assess(validate_answers(questionnaire, case.exact_answers), changes=False)
    except AnswerErrors as error:
        problems = "; ".join(f"{problem.question}: {problem.message}" for problem in error.problems)
        raise InvalidCase(f"the answers do not fit: {problems}") from error


def differences(case: Case, found: Assessment) -> list[CaseDifference]:
    """Return the differences between the recorded and the present outcome."""
    recorded, outcome = _recorded(case.expected), _outcome(found)
    now = {group: {name: outcome[group].get(name) for name in recorded[group]} for group in recorded}
    new = [] if case.expected.keys() & {"factor", "findings"} else [NOT_RECORDED]
    return [*new, *(_difference(one, found) for one in tree_diff(recorded, now))]


def record(case: Case, found: Assessment) -> None:
    """Write the outcome into the tables of the file; into a case without any, everything."""
    recorded = case.expected
    if "factor" in recorded:
        recorded["expect"] = _found_levels(found)[recorded["factor"]]
        _record_lists(recorded, found)
        return
    if "findings" not in recorded:
        recorded.update(findings=_found_levels(found), safety=_listed(found)["safety"])
        return
    levels = _found_levels(found)
    recorded["findings"] = {name: levels[name] for name in recorded["findings"] if name in levels}
    if "measures" in recorded:
        names = (name for name in recorded["measures"] if name in found.measures)
        recorded["measures"] = {name: _ends(found, name) for name in names}
    _record_lists(recorded, found)


def _record_lists(recorded: TomlTable, found: Assessment) -> None:
    recorded.update({key: now for key, now in _listed(found).items() if key in recorded})


def as_text(held: Mapping[str, Any]) -> str:
    """Return the tables as the text of the file."""
    return json.dumps(held, ensure_ascii=False, indent=1) + "\n"


NOT_RECORDED = CaseDifference("Findings", "not recorded yet", "known")
LISTS = {"safety": "Safety flags", "order": "Order of the findings"}


@dataclass(frozen=True)
class _Ends:
    """The lowest and highest value of a measure, compared exactly and written as in the file."""

    exact: tuple[Fraction, ...]
    text: str = field(compare=False)


def _recorded(case: TomlTable) -> dict[str, dict[str, object]]:
    """Return the expected outcome in three groups: findings, measures, and lists (safety, order)."""
    findings = {case["factor"]: case["expect"]} if "factor" in case else case.get("findings", {})
    return {
        "findings": {name: _between(levels) for name, levels in findings.items()},
        "measures": {name: _ends_of(ends) for name, ends in case.get("measures", {}).items()},
        "lists": {name: _in_words(case[name]) for name in LISTS if name in case},
    }


def _outcome(found: Assessment) -> dict[str, dict[str, object]]:
    return {
        "findings": {name: _between(levels) for name, levels in _found_levels(found).items()},
        "measures": {name: _ends_of(_ends(found, name)) for name in found.measures},
        "lists": {name: _in_words(names) for name, names in _listed(found).items()},
    }


def _difference(one: TreeDifference, found: Assessment) -> CaseDifference:
    group, name = map(str, one.path)
    if group == "lists":
        return CaseDifference(LISTS[name], one.old, one.new)
    if group == "measures":
        measure = found.questionnaire.measures.get(name)
        now = one.new.text if one.new else "nothing"
        return CaseDifference(measure.title if measure else name, one.old.text, now)
    factor = found.questionnaire.factors.get(name)
    now = one.new or "no factor of this questionnaire"
    return CaseDifference(factor.title if factor else name, one.old, now, _why(found, name))


def _why(found: Assessment, name: str) -> str:
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


def _ends_of(ends: Mapping[str, str]) -> _Ends:
    low, high = ends.get("low"), ends.get("high")
    text = "nothing" if low is None else low if low == high else f"{low} to {high}"
    return _Ends(tuple(Fraction(end) for end in ends.values()), text)


def _between(levels: list[str]) -> str:
    low, high = levels
    return low if low == high else f"{low} to {high}"


def _in_words(names: list[str]) -> str:
    return ", ".join(names) or "none"
