"""Submissions as one CSV table for programs: one row each, and the columns of all questionnaire versions.

The columns are named after the ids of questions.toml. A dot, which no id can have, keeps them apart:
`fibre_g.low` and `fibre_g.high` of a measure, `low_fibre.lowest` and `low_fibre.highest` of a factor.
An empty cell means not asked, or not in that version; UNKNOWN means asked, and the patient did not know.
"""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import StringIO
from typing import Any, cast

from webapp.assessment import AnswerValue, as_json
from webapp.exchange.csv_cells import csv_cell
from webapp.exchange.exported_submission import ExportedSubmission
from webapp.questionnaire.model import Questionnaire

UNKNOWN = "?"
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"  # before the table: spreadsheet programs then read it as UTF-8
BETWEEN_PICKS = " | "

SUBMISSION_COLUMNS = (
    "submission.reference",
    "submission.time",
    "submission.channel",
    "questionnaire.version",
    "questionnaire.digest",
)


def as_csv(records: Sequence[ExportedSubmission]) -> str:
    """Return the table with its heading, in the order given; write it as UTF-8."""
    written = StringIO()
    table = csv.DictWriter(written, _columns(records), restval="", lineterminator="\r\n")
    table.writeheader()
    table.writerows(_row(record) for record in records)
    return BOM + written.getvalue()


def _columns(records: Iterable[ExportedSubmission]) -> list[str]:
    versions = {record.questionnaire.digest: record.questionnaire for record in records}.values()
    parts = [name for names in COLUMNS for version in versions for name in names(version)]
    return list(dict.fromkeys([*SUBMISSION_COLUMNS, *parts]))


def _question_columns(questionnaire: Questionnaire) -> list[str]:
    return list(questionnaire.questions)


def _measure_columns(questionnaire: Questionnaire) -> list[str]:
    return [f"{one}.{end}" for one in questionnaire.measures for end in ("low", "high")]


def _factor_columns(questionnaire: Questionnaire) -> list[str]:
    return [f"{one}.{end}" for one in questionnaire.factors for end in ("lowest", "highest")]


COLUMNS: tuple[Callable[[Questionnaire], list[str]], ...] = (
    _question_columns,
    _measure_columns,
    _factor_columns,
)
"""The columns of each kind, in the order of the table."""


def _row(record: ExportedSubmission) -> dict[str, object]:
    values: dict[str, object] = dict(zip(SUBMISSION_COLUMNS, _origin(record), strict=True))
    values.update({name: _answer(value) for name, value in record.assessment.answers.given.items()})
    values.update(_calculated(as_json(record.assessment)))
    return {name: csv_cell(value) for name, value in values.items()}


def _origin(record: ExportedSubmission) -> tuple[str, ...]:
    questionnaire = record.questionnaire
    return record.reference, record.time, record.channel, questionnaire.version, questionnaire.digest


def _answer(value: AnswerValue) -> object:
    if isinstance(value, tuple):
        return BETWEEN_PICKS.join(value)
    return UNKNOWN if value is None else value


def _calculated(assessed: Mapping[str, object]) -> dict[str, object]:
    measures = cast("Mapping[str, Mapping[str, Any]]", assessed["measures"])
    findings = cast("Sequence[Mapping[str, Any]]", assessed["findings"])
    return {
        **{f"{name}.{end}": value[end] for name, value in measures.items() for end in ("low", "high")},
        **{f"{one['factor']}.{end}": one[end] for one in findings for end in ("lowest", "highest")},
    }
