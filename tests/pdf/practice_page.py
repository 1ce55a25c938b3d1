"""The practitioner's page of a person, from the questionnaire in use."""

from __future__ import annotations

import json

from tests.project import QUESTIONNAIRE, ROOT
from webapp.assessment import Assessment, assess, validate_answers
from webapp.localization.localizer import ENGLISH
from webapp.report.views.citations import Citations
from webapp.report.views.practice_lists import PracticeLists

BASE = json.loads((ROOT / "tests" / "cases" / "bounds.json").read_text())["base"]
PAGE = QUESTIONNAIRE.practice


def page(**answers: object) -> PracticeLists:
    """The page of a woman of 34 to whom little applies, with these answers put differently."""
    return lists_of(assess(validate_answers(QUESTIONNAIRE, {**BASE, **answers}), changes=False))


def lists_of(assessment: Assessment) -> PracticeLists:
    return PracticeLists(assessment, Citations(QUESTIONNAIRE), ENGLISH)
