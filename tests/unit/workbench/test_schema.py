"""The schema of the file is the one that editors get, and it takes what loading takes."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import jsonschema_rs
import pytest

from tests.docs.pages import DOCS
from tests.project import TEXT
from webapp.questionnaire.loading.document import TABLES
from webapp.workbench.schema import TOP, schema

MADE = schema((DOCS / "questions.md").read_text("utf-8"))
VALIDATOR = jsonschema_rs.validator_for(MADE)
WHOLE = tomllib.loads(TEXT)


def test_the_file_in_the_docs_is_the_one_that_is_made() -> None:
    written = json.loads((DOCS / "questions.schema.json").read_text("utf-8"))
    assert written == MADE, "run: gutfactors schema -o docs/questions.schema.json"


def test_every_table_of_the_file_is_in_it() -> None:
    assert {*TOP, "words"} == set(TABLES)


def test_every_key_says_what_it_means() -> None:
    tables = [MADE, *MADE["definitions"].values()]
    keys = [(name, key) for table in tables for name, key in table["properties"].items() if name not in TOP]
    without = {name for name, key in keys if "description" not in key and "$ref" not in key}
    assert without == {"question"}


def test_the_shipped_questionnaire_fits() -> None:
    assert [error.message for error in VALIDATOR.iter_errors(WHOLE)] == []


@pytest.mark.parametrize(
    ("table", "key", "value"),
    [
        ("factor", "strnog", "fibre_g < 5"),
        ("factor", "references", "desai-2016"),
        ("measure", "decimals", 9),
        ("safety", "tier", 4),
        ("section", "minutes", "half"),
        ("reference", "checked", "yes"),
    ],
)
def test_what_does_not_fit_is_shown_while_typing(table: str, key: str, value: object) -> None:
    spoilt: dict[str, Any] = {**WHOLE, table: [{**WHOLE[table][0], key: value}]}
    assert not VALIDATOR.is_valid(spoilt)


def test_a_factor_without_evidence_does_not_fit() -> None:
    factor = {key: value for key, value in WHOLE["factor"][0].items() if key != "evidence"}
    assert not VALIDATOR.is_valid({**WHOLE, "factor": [factor]})
