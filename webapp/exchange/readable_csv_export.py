"""Submissions as a CSV table in words, for people with a spreadsheet (`csv_export` is for programs).

One row each, under the names of the questions, measures and factors; answers by their labels. The table is in
the language of its reader, whatever each patient's was.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from io import StringIO

from webapp.assessment.words import answer_words, measure_words
from webapp.exchange.csv_cells import csv_cell
from webapp.exchange.csv_export import BOM
from webapp.exchange.exported_submission import ExportedSubmission
from webapp.localization.localizer import Localizer
from webapp.localization.marking import N_
from webapp.questionnaire.levels import Level
from webapp.questionnaire.model import Questionnaire
from webapp.questionnaire.units import unit_of

NOT_ANSWERED = N_("not answered")
OF_SUBMISSION = (N_("Code"), N_("Sent"), N_("Filled in"))

LevelWords = Callable[[Level, Level], str]
"""What a finding's lowest and highest level are called, together."""

CsvColumn = tuple[str, str]
"""The kind of a column and the id behind it: a question and a factor may have the same name."""


def as_csv_in_words(records: Sequence[ExportedSubmission], words: Localizer, level_words: LevelWords) -> str:
    """Return the table with its heading, in the order given; write it as UTF-8.

    The records are assessed in the language of `words`.
    """
    headings = _headings(records, words)
    written = StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow([csv_cell(heading) for heading in headings.values()])
    for record in records:
        values = dict(_values(record, words, level_words))
        table.writerow([csv_cell(values.get(column, "")) for column in headings])
    return BOM + written.getvalue()


def _headings(records: Sequence[ExportedSubmission], words: Localizer) -> dict[CsvColumn, str]:
    found: dict[CsvColumn, str] = {("submission", name): words.gettext(name) for name in OF_SUBMISSION}
    versions = {record.questionnaire.digest: record.questionnaire for record in records}.values()
    for kind in ("question", "measure", "factor"):
        for version in versions:
            for column, heading in _of_kind(version, kind):
                found.setdefault(column, heading)
    return found


def _of_kind(version: Questionnaire, kind: str) -> Iterator[tuple[CsvColumn, str]]:
    if kind == "question":
        for question in version.questions.values():
            yield (kind, question.id), _with_unit(question.short_name, unit_of(question))
    if kind == "measure":
        for measure in (one for one in version.measures.values() if one.title):
            yield (kind, measure.id), _with_unit(measure.title, unit_of(measure))
    if kind == "factor":
        for factor in version.factors.values():
            yield (kind, factor.id), factor.title


def _with_unit(title: str, unit: str) -> str:
    return f"{title} ({unit})" if unit else title


def _values(
    record: ExportedSubmission, words: Localizer, level_words: LevelWords
) -> Iterator[tuple[CsvColumn, str]]:
    not_answered = words.gettext(NOT_ANSWERED)
    yield ("submission", "Code"), record.reference
    when = record.authored
    yield ("submission", "Sent"), when if isinstance(when, str) else when.strftime("%Y-%m-%d %H:%M")
    yield ("submission", "Filled in"), record.channel
    questionnaire, answers = record.questionnaire, record.assessment.answers
    for name in answers.listed:
        value = answers.given[name]
        answer = not_answered if value is None else answer_words(questionnaire.questions[name], value)
        yield ("question", name), answer
    for name in questionnaire.measures:
        yield ("measure", name), measure_words(record.assessment, name)
    for one in record.assessment.findings:
        yield ("factor", one.factor.id), level_words(one.lowest, one.highest)
