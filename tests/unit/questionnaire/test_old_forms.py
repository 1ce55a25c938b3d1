"""Questionnaires that stored submissions answered: they load and judge as they did."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.unit.questionnaire.small import SMALL, line_of, problems, small
from webapp.assessment import assess, validate_answers
from webapp.questionnaire.load import load

STORED = Path(__file__).parent / "stored"
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
    questionnaire = load((STORED / "basis_as_text.toml").read_text("utf-8"))
    findings = assess(validate_answers(questionnaire, recorded["answers"])).findings
    assert {
        one.factor.id: {
            "levels": [one.lowest.word, one.highest.word],
            "bases": [[line.basis.kind, [*line.basis.sources], line.basis.note] for line in one.trace],
        }
        for one in findings
    } == recorded["findings"]
