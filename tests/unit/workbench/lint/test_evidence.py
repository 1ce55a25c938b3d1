"""References that a reader can find."""

from __future__ import annotations

import pytest

from tests.unit.assessment.tiny import FACTOR as USUAL
from tests.unit.questionnaire.small import SMALL
from tests.unit.workbench.lint.linted import noted, noted_in
from webapp.questionnaire.load import load, load_document
from webapp.workbench.checking import find_all
from webapp.workbench.lint import LintContext, check_references_named
from webapp.workbench.lint.evidence import check_evidence

NAMING = USUAL.replace('references = ["who"]', 'references = ["who", "p"]')
HEAD = 'id = "who-2023"\ntitle = "Fibre"'
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
        ('pmcid = "PMC4165763"', None),
        ('pmcid = "4165763"', "bad-pmcid"),
    ],
)
def test_a_reference_needs_a_right_doi_or_pmid(keys: str, code: str | None) -> None:
    codes = ("no-doi", "bad-doi", "bad-pmid", "bad-pmcid")
    found = [one for one in codes for place in noted_in(reference(keys), one) if place.startswith("paper")]
    assert found == ([code] if code else [])


def test_a_web_address_alone_is_told_as_such() -> None:
    told = noted(reference('url = "https://www.who.int/"'), "no-doi")
    lacking = "this reference has neither a DOI nor a PMID nor a PMCID"
    assert told[1] == f"paper: {lacking}: it has only a web address"


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


@pytest.mark.parametrize(
    ("authors", "title", "kind", "code"),
    [
        ("Mu Q", "Leaky gut", "", None),
        ("", "Leaky gut", "", "incomplete-reference"),
        ("[Not seen]", "Leaky gut", "article", "incomplete-reference"),
        ("Mu Q", "[On the leaky gut]", "", "incomplete-reference"),
        ("", "[On the leaky gut]", "", "unnamed-reference"),
        ("[Not seen]", "[On the leaky gut]", "guideline", "unnamed-reference"),
        ("", "[On the leaky gut]", "organisation", None),
        ("", "[On the leaky gut]", "web", None),
    ],
)
def test_a_reference_needs_authors_and_a_title_or_a_kind_that_says_why_not(
    authors: str, title: str, kind: str, code: str | None
) -> None:
    told = f'title = "{title}"\nauthors = "{authors}"\nkind = "{kind}"'
    ctx = LintContext(load_document(SMALL.replace(HEAD, f'id = "who-2023"\n{told}')))
    check_references_named(ctx)
    check_evidence(ctx)
    found = {one.code for one in ctx.loaded.errors.problems} & {"unnamed-reference", "incomplete-reference"}
    assert code in found if code else not found


def test_the_check_refuses_a_reference_that_nobody_can_tell_and_a_server_loads_it() -> None:
    text = SMALL.replace(HEAD, 'id = "who-2023"\ntitle = "[Fibre]"')
    assert [one.code for one in find_all(text).errors] == ["unnamed-reference"]
    assert load(text).references["who-2023"].title == "[Fibre]"
