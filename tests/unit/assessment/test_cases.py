"""The worked examples of the clinical content, and every bound at it and just beside it."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.project import QUESTIONNAIRE, ROOT
from webapp.assessment import assess, validate_answers

CASES = sorted((ROOT / "tests" / "cases").glob("[SW]*.json"))
BOUNDS = json.loads((ROOT / "tests" / "cases" / "bounds.json").read_text())


def levels(answers: dict[str, Any]) -> dict[str, list[str]]:
    assessment = assess(validate_answers(QUESTIONNAIRE, answers), changes=False)
    return {one.factor.id: [one.lowest.word, one.highest.word] for one in assessment.findings}


def test_there_are_cases_and_bounds() -> None:
    assert len(CASES) >= 64
    assert len(BOUNDS["bounds"]) >= 390


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_worked_example_comes_out_as_written(path: Path) -> None:
    case = json.loads(path.read_text(), parse_float=str)
    found = levels(case["answers"])
    assert {factor: found[factor] for factor in case["findings"]} == case["findings"]


def exactly(wanted: dict[str, str]) -> tuple[Fraction, Fraction]:
    return Fraction(wanted["low"]), Fraction(wanted["high"])


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_worked_example_gives_its_measures_and_safety_flags(path: Path) -> None:
    case = json.loads(path.read_text(), parse_float=str)
    assessment = assess(validate_answers(QUESTIONNAIRE, case["answers"]), changes=False)
    wanted = {measure: exactly(range_) for measure, range_ in case.get("measures", {}).items()}
    assert {measure: assessment.measures[measure].value for measure in wanted} == wanted
    if "safety" in case:
        assert [flag.id for flag in assessment.safety] == case["safety"]


@pytest.mark.parametrize("bound", BOUNDS["bounds"], ids=lambda bound: bound["title"])
def test_a_bound_holds_at_it_and_just_beside_it(bound: dict[str, Any]) -> None:
    answers = {**BOUNDS["base"], **bound["answers"]}
    assert levels(answers)[bound["factor"]] == bound["expect"]
