"""A paper that a text names by author and year has its record among the references."""

from __future__ import annotations

import re

import pytest

from tests.project import QUESTIONNAIRE, TEXT

NAMED = re.compile(r"\b([A-Z][a-z]{2,})\s+\\?\s*\(?((?:19|20)\d\d)\b")
NO_AUTHORS = frozenset({"Agency", "Dec", "Jun", "March", "Society", "The"})
WITHOUT_A_RECORD = frozenset({"hukkanen-2009", "smyth-2018"})
"""Their titles were not seen, so none is typed in: the clinician who signs the content off looks them up."""

WORKS = sorted({f"{name.lower()}-{year}" for name, year in NAMED.findall(TEXT) if name not in NO_AUTHORS})


@pytest.mark.parametrize("work", WORKS)
def test_a_work_that_is_named_has_its_record(work: str) -> None:
    assert (work in QUESTIONNAIRE.references) is (work not in WITHOUT_A_RECORD)


def test_the_papers_of_its_scores_are_among_those_on_alcohol() -> None:
    papers = {"bush-1998", "bradley-2007", "rubinsky-2010"}
    assert papers <= set(QUESTIONNAIRE.factors["alcohol"].references)
