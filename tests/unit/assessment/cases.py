"""Assessments of golden cases, with some of their answers changed."""

from __future__ import annotations

import json

from tests.project import QUESTIONNAIRE, ROOT
from webapp.assessment import Assessment, Finding, assess, validate_answers


def case(name: str, **answers: object) -> Assessment:
    """The assessment of a case, with some answers put differently."""
    told = json.loads((ROOT / "tests" / "cases" / f"{name}.json").read_text(), parse_float=str)["answers"]
    return assess(validate_answers(QUESTIONNAIRE, {**told, **answers}))


def finding(assessment: Assessment, factor: str) -> Finding:
    return next(one for one in assessment.findings if one.factor.id == factor)
