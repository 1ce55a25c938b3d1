"""The golden cases in the shipped languages: another each day, all with EVERY_LANGUAGE=1."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pytest

from tests.each_day import of_today
from tests.project import served
from webapp.project_files import project_file
from webapp.workbench.cases import Case, assess_case, differences, read_cases

SERVED = served()
LANGUAGES = SERVED.choices()


@pytest.mark.parametrize("tag", of_today(LANGUAGES, len(LANGUAGES)))
def test_golden_cases_come_out_alike_in_every_language(tag: str) -> None:
    """A score of unpublished wording is not given; what follows from it is."""
    files = sorted(project_file("tests/cases").glob("*.json"))
    cases = [case for path in files for case in read_cases(path.read_text("utf-8"))[1]]
    found = [assess_case(SERVED.translations[tag], case) for case in cases]
    told = [
        f"{case.title}: {one.sentence}"
        for case, assessment in zip(cases, found, strict=True)
        for one in differences(_without(assessment.answers.unscored, case), assessment)
    ]
    assert len(cases) > 600
    assert told == []


def _without(measures: Collection[str], case: Case) -> Case:
    kept = {name: ends for name, ends in case.expected.get("measures", {}).items() if name not in measures}
    return replace(case, expected={**case.expected, "measures": kept})
