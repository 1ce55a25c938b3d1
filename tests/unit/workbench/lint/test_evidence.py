"""References that a reader can find."""

from __future__ import annotations

import pytest

from tests.unit.assessment.tiny import FACTOR as USUAL
from tests.unit.workbench.lint.linted import noted, noted_in

NAMING = USUAL.replace('references = ["who"]', 'references = ["who", "p"]')
FACTOR = """
  [[section.question]]
  id = "n"
  NUMBER
[[factor]]
id = "f"
title = "F"
slight = "n > 3"
FACTOR
"""


def reference(keys: str) -> str:
    return f'{FACTOR}\n[[reference]]\nid = "paper"\ntitle = "Paper"\n{keys}'


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ('doi = "10.1016/j.cell.2016.10.043"', None),
        ('pmid = "27863247"', None),
        ("", "no-doi"),
        ('doi = "https://doi.org/10.1016/j.cell.2016.10.043"', "bad-doi"),
        ('doi = "10.1016"', "bad-doi"),
        ('pmid = "PMC4165763"', "bad-pmid"),
        ('pmid = "123456789"', "bad-pmid"),
    ],
)
def test_a_reference_needs_a_right_doi_or_pmid(keys: str, code: str | None) -> None:
    codes = ("no-doi", "bad-doi", "bad-pmid")
    found = [one for one in codes for place in noted_in(reference(keys), one) if place.startswith("paper")]
    assert found == ([code] if code else [])


def test_a_web_address_alone_is_told_as_such() -> None:
    told = noted(reference('url = "https://www.who.int/"'), "no-doi")
    assert told[1] == "paper: this reference has neither a DOI nor a PMID: it has only a web address"


def test_a_factor_without_any_paper_that_can_be_found_is_told() -> None:
    assert noted_in(FACTOR, "factor-not-traceable") == ["f.references"]
    both = reference('pmid = "27863247"')
    assert noted_in(both, "factor-not-traceable") == ["f.references"]  # it does not name that paper
    named = FACTOR.replace(
        "[[factor]]", '[[reference]]\nid = "p"\ntitle = "P"\npmid = "27863247"\n[[factor]]'
    )
    assert noted(named.replace("FACTOR", NAMING), "factor-not-traceable") == []


@pytest.mark.parametrize(("checked", "is_told"), [("V", False), ("V-abs", False), ("M", True), ("", True)])
def test_a_reference_that_nobody_looked_up_is_told(checked: str, is_told: bool) -> None:
    found = noted_in(reference(f'checked = "{checked}"'), "reference-unchecked")
    assert ("paper" in found) is is_told
