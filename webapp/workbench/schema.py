"""The JSON Schema of `questions.toml`, for completion and checks in editors.

It is made from the tables of `questionnaire.loading` and the descriptions in docs/questions.md. It covers the
shape of the file; only `gutfactors check` knows the names in rules.
"""

import re
from collections.abc import Mapping
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from webapp.questionnaire.loading import document, practice_tables
from webapp.questionnaire.loading.completeness import FACTOR_KEYS, WORDS
from webapp.questionnaire.loading.reference_table import ReferenceTable
from webapp.questionnaire.loading.region_table import RegionTable
from webapp.questionnaire.loading.unit_table import UnitTable

HEADINGS: Mapping[str, type[document.StrictTable]] = {
    "The head of the file": document.HeadTable,
    "`[[region]]`: whom to call": RegionTable,
    "`[[unit]]`: one and many": UnitTable,
    "`[[section]]`: one screen": document.SectionTable,
    "A page check": document.PageCheckTable,
    "`[[section.question]]`: one question": document.QuestionTable,
    "An option": document.OptionTable,
    "A row of `ranges`": document.RangeTable,
    "`keeps`: how long an answer counts": document.KeepsTable,
    "`[[measure]]`: something worked out": document.MeasureTable,
    "A row of a measure's `cases`": document.CaseTable,
    "`[[phrase]]`: words that depend on answers": document.PhraseTable,
    "A row of texts": document.TextTable,
    "`[[factor]]`: a cause that is looked for": document.FactorTable,
    "`basis`: where a cut-off comes from": document.BasisTable,
    "A case of `basis`": document.BasisCaseTable,
    "A factor's `basis`": document.LevelBasesTable,
    "`evidence`: how good the science is": document.EvidenceTable,
    "A case of `evidence`": document.GradeTable,
    "A note": document.NoteTable,
    "`[[safety]]`: a reason to see a doctor first": document.SafetyTable,
    "`[[score]]`: a score for the practitioner": practice_tables.ScoreTable,
    "A band of a score": practice_tables.BandTable,
    "`[[laboratory]]`: a laboratory value": practice_tables.LaboratoryTable,
    "`other`: the second unit of a laboratory value": practice_tables.ConversionTable,
    "`[[listed]]`: answers that are not scored": practice_tables.ListedTable,
    "`[[spoiler]]`: what spoils tests": practice_tables.SpoilerTable,
    "`[[considered]]`: a test to consider": practice_tables.ConsideredTable,
    "A reason": practice_tables.ReasonTable,
    "`[[reference]]`: a paper": ReferenceTable,
    "`[[accepted]]`: warnings that were judged right": document.AcceptedTable,
}
"""The tables of the file, by the heading under which docs/questions.md explains their keys."""

TOP = {name[1]: model for head, model in HEADINGS.items() if (name := re.match(r"`\[\[(\w+)\]\]`", head))}
"""The tables at the top of the file, each written as [[name]]."""

DRAFT = "http://json-schema.org/draft-07/schema#"  # what the TOML tools of editors understand

HEADING = re.compile(r"^### (.*)$", re.MULTILINE)
ROW = re.compile(r"^\| `(\w+)` \| ((?:[^|\\]|\\.)*) \|", re.MULTILINE)
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")

Schema = dict[str, Any]


class _UntitledKeys(GenerateJsonSchema):
    """Gives keys no titles: editors would show them as descriptions."""

    def field_title_should_be_set(self, schema: object) -> bool:
        return False


def schema(page: str) -> Schema:
    """Return the schema; `page` is the text of docs/questions.md, which describes each key."""
    models = [(model, "validation") for model in HEADINGS.values()]
    _, whole = models_json_schema(
        models,  # type: ignore[arg-type]
        ref_template="#/definitions/{model}",
        schema_generator=_UntitledKeys,
    )
    tables: dict[str, Schema] = whole["$defs"]
    for name, meant in _meanings(page).items():
        for key, words in meant.items():
            tables[name]["properties"][key]["description"] = words
    for table in tables.values():
        del table["title"]  # the name of the class
    tables["SectionTable"]["properties"]["question"] = _list_of(document.QuestionTable)
    tables["FactorTable"]["required"] = [*tables["FactorTable"]["required"], *FACTOR_KEYS]
    head = tables.pop("HeadTable")
    head["properties"] |= {"words": _words()} | {name: _list_of(model) for name, model in TOP.items()}
    head["required"] = [*head["required"], "words", "region", "section", "factor"]
    about = {"$schema": DRAFT, "title": "questions.toml", "description": "A questionnaire of Gut Factors."}
    return {**about, **{key: head[key] for key in head if key != "description"}, "definitions": tables}


def _meanings(page: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    _, *parts = HEADING.split(page)
    for heading, text in zip(parts[::2], parts[1::2], strict=True):
        if heading in HEADINGS:
            own = text.split("\n#")[0]
            found[HEADINGS[heading].__name__] = {key: _plain(words) for key, words in ROW.findall(own)}
    return found


def _plain(cell: str) -> str:
    return LINK.sub(r"\1", cell).replace("\\|", "|").replace("`", "").replace("**", "")


def _list_of(model: type[document.StrictTable]) -> Schema:
    return {"type": "array", "items": {"$ref": f"#/definitions/{model.__name__}"}}


def _words() -> Schema:
    return {
        "type": "object",
        "description": "The fixed sentences of the report and of the screens.",
        "properties": {**{key: {"type": "string"} for key in WORDS}, "easy": {"type": "object"}},
        "required": list(WORDS),
        "additionalProperties": {"type": "string"},
    }
