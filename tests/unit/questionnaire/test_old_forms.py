"""Questionnaires that stored submissions answered: they load and judge as they did."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.unit.questionnaire.small import SMALL, line_of, problems, small
from webapp.assessment import Assessment, assess, validate_answers
from webapp.assessment.words import fill, first_text
from webapp.questionnaire.load import load

STORED = Path(__file__).parent / "stored"
FIRST_VERSION = (STORED / "basis_as_text.toml").read_text("utf-8")
TABLES = SMALL[SMALL.index("basis.strong") : SMALL.index("evidence =")]
TEXTS = 'basis = { strong = "pragmatic", moderate = "arithmetic | half", slight = "published: who-2023" }\n'


def test_a_basis_written_as_a_text_means_what_the_table_means() -> None:
    old, new = load(small(TABLES, TEXTS)), load(SMALL)
    assert old.factors == new.factors
    assert replace(old, digest="") == replace(new, digest="")


def test_a_reference_of_the_former_kind_page_is_one_of_the_web() -> None:
    older = SMALL.replace('id = "who-2023"', 'id = "who-2023"\nkind = "page"')
    assert load(older).references["who-2023"].kind == "web"


def test_what_is_no_reference_at_all_is_told_and_not_upgraded() -> None:
    spoilt = SMALL.replace('[[reference]]\nid = "who-2023"\ntitle = "Fibre"\n', "")
    assert "wrong-type" in {one.code for one in problems(f"reference = [1]\n{spoilt}")}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "guessed",
            'basis.strong.kind: "guessed" does not belong here, only published, arithmetic, pragmatic',
        ),
        (
            "published | new",
            'basis.strong: a published cut-off names its references, as in sources = ["who-2023"]',
        ),
        (
            "published: who-2022",
            'basis.strong.sources 1: unknown reference "who-2022"; did you mean "who-2023"?',
        ),
    ],
)
def test_what_is_wrong_in_such_a_text_is_told_in_its_line(text: str, said: str) -> None:
    spoilt = small(TABLES, TEXTS.replace('"pragmatic"', f'"{text}"'))
    [problem] = problems(spoilt)
    assert problem.sentence("q") == f"q:{line_of(spoilt, text)}: low_fibre.{said}"


def test_a_stored_questionnaire_judges_as_its_version_did() -> None:
    """The findings were recorded by the version that could read texts only."""
    recorded = json.loads((STORED / "basis_as_text.json").read_text("utf-8"), parse_float=Decimal)
    questionnaire = load(FIRST_VERSION)
    findings = assess(validate_answers(questionnaire, recorded["answers"])).findings
    assert {
        one.factor.id: {
            "levels": [one.lowest.word, one.highest.word],
            "bases": [[line.basis.kind, [*line.basis.sources], line.basis.note] for line in one.trace],
        }
        for one in findings
    } == recorded["findings"]


TOLD = json.loads((STORED / "told_by_0_1.json").read_text("utf-8"), parse_float=Decimal)
"""People who answered 0.1, and what its own code said to them. They raise every flag of its golden cases."""


@pytest.mark.parametrize("recorded", TOLD, ids=[one["title"] for one in TOLD])
def test_who_answered_the_first_version_is_told_what_it_told(recorded: dict[str, Any]) -> None:
    found = assess(validate_answers(load(FIRST_VERSION), recorded["answers"]))
    levels = {one.factor.id: [one.lowest.word, one.highest.word] for one in found.findings}
    assert levels == recorded["levels"]
    above_none = [one for one in found.findings if one.highest]
    assert {one.factor.id: first_text(one.factor.told, found) for one in above_none} == recorded["told"]
    changes = {one.factor.id: len(one.changes) for one in found.findings if one.changes}
    assert changes == recorded["changes"]
    assert flags_of(found) == recorded["flags"]
    assert [one.factor.id for one in found.full] == recorded["full"]


def flags_of(found: Assessment) -> dict[str, str]:
    """Every flag with its title, its text and the sentences added to it."""
    return {
        flag.id: " ".join(
            fill(text, found)
            for text in (flag.title, flag.text, *(note.text for note in flag.more if found.holds(note)))
        )
        for flag in found.safety
    }
