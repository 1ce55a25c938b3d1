"""Submissions as a CSV table in words, for people with a spreadsheet (`csv_export` is for programs).

One row each, under the names of the questions, measures and factors; answers by their labels.
"""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO

from webapp.assessment.words import answer_words, measure_words
from webapp.exchange.csv_cells import csv_cell
from webapp.exchange.csv_export import BOM
from webapp.exchange.exported_submission import ExportedSubmission
from webapp.questionnaire.model import Questionnaire

NOT_ANSWERED = "not answered"

CsvColumn = tuple[str, str]
"""The kind of a column and the id behind it: a question and a factor may have the same name."""


def as_csv_in_words(records: Sequence[ExportedSubmission]) -> str:
    """Return the table with its heading, in the order given; write it as UTF-8."""
    headings = _headings(records)
    written = StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow([csv_cell(heading) for heading in headings.values()])
    for record in records:
        values = dict(_values(record))
        table.writerow([csv_cell(values.get(column, "")) for column in headings])
    return BOM + written.getvalue()


def _headings(records: Sequence[ExportedSubmission]) -> dict[CsvColumn, str]:
    found: dict[CsvColumn, str] = {("submission", name): name for name in ("Code", "Sent", "Filled in")}
    versions = {record.questionnaire.digest: record.questionnaire for record in records}.values()
    for kind in ("question", "measure", "factor"):
        for version in versions:
            for column, heading in _of_kind(version, kind):
                found.setdefault(column, heading)
    return found


def _of_kind(version: Questionnaire, kind: str) -> Iterator[tuple[CsvColumn, str]]:
    if kind == "question":
        for question in version.questions.values():
            yield (kind, question.id), _with_unit(question.short_name, question.unit)
    if kind == "measure":
        for measure in (one for one in version.measures.values() if one.title):
            yield (kind, measure.id), _with_unit(measure.title, measure.unit)
    if kind == "factor":
        for factor in version.factors.values():
            yield (kind, factor.id), factor.title


def _with_unit(title: str, unit: str) -> str:
    return f"{title} ({unit})" if unit else title


def _values(record: ExportedSubmission) -> Iterator[tuple[CsvColumn, str]]:
    yield ("submission", "Code"), record.reference
    when = record.authored
    yield ("submission", "Sent"), when if isinstance(when, str) else when.strftime("%Y-%m-%d %H:%M")
    yield ("submission", "Filled in"), record.channel
    questionnaire, answers = record.questionnaire, record.assessment.answers
    for name in answers.listed:
        value = answers.given[name]
        words = NOT_ANSWERED if value is None else answer_words(questionnaire.questions[name], value)
        yield ("question", name), words
    for name in questionnaire.measures:
        yield ("measure", name), measure_words(record.assessment, name)
    for one in record.assessment.findings:
        low, high = one.lowest.word, one.highest.word
        yield ("factor", one.factor.id), low if low == high else f"{low} to {high}"
