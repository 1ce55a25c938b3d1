"""`diff` shows whom it affects when a bound moves by one step."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from tests.project import QUESTIONNAIRE
from tests.unit.workbench.revision.moved_bounds import moved_bounds
from webapp.assessment import AnswerValue, resolve, validate_answers
from webapp.assessment.level_bounds import Range, exact_levels
from webapp.questionnaire.model import Questionnaire
from webapp.workbench.revision.effects import effects
from webapp.workbench.simulation.run import SamplingPlan

BOUNDS = json.loads((Path(__file__).parents[3] / "cases" / "bounds.json").read_text("utf-8"))

PEOPLE = SamplingPlan(8, seed=3)
"""Few: where nobody of them is concerned, others are searched for around them."""

NO_CASE = {
    ("western_diet", "fibre_dri_g: age_years >= 51"),  # the same bound has its cases under low_fibre
}


@cache
def cases_of(factor: str) -> list[Mapping[str, AnswerValue]]:
    own = [{**BOUNDS["base"], **one["answers"]} for one in BOUNDS["bounds"] if one["factor"] == factor]
    return [validate_answers(QUESTIONNAIRE, answers).given for answers in own]


def names_cases(factor: str, newer: Questionnaire) -> bool:
    return any(level(QUESTIONNAIRE, one, factor) != level(newer, one, factor) for one in cases_of(factor))


def level(questionnaire: Questionnaire, given: Mapping[str, AnswerValue], factor: str) -> Range:
    return exact_levels(questionnaire, resolve(questionnaire, given).situation, factor)


def names_people(factor: str, newer: Questionnaire) -> bool:
    return bool(effects(QUESTIONNAIRE, newer, PEOPLE).factors[factor].examples)


@pytest.mark.slow
def test_every_bound_moved_by_one_step_changes_a_golden_case() -> None:
    told = {(factor, what): names_cases(factor, new) for factor, what, new in moved_bounds(QUESTIONNAIRE, 1)}
    assert len(told) >= 60
    assert {bound for bound, named in told.items() if not named} == NO_CASE


@pytest.mark.slow
def test_a_bound_moved_by_one_step_changes_people_found_among_few() -> None:
    whole = settings.get_current_profile_name() == "whole"
    every = list(moved_bounds(QUESTIONNAIRE, 1))
    told = [names_people(factor, newer) for factor, _, newer in every[:: 1 if whole else 10]]
    assert sum(told) >= len(told) * 0.6
