"""Checks of the tables for the practitioner's page."""

from collections.abc import Sequence

from webapp.questionnaire.loading.cross_references import check_name
from webapp.questionnaire.loading.positions import TomlPath
from webapp.questionnaire.loading.practice_tables import LaboratoryTable, ScoreTable
from webapp.questionnaire.loading.reading import TableEntry, TomlDocument
from webapp.questionnaire.problems import ErrorCollector


def check_practice(document: TomlDocument, errors: ErrorCollector) -> None:
    """Add errors for unknown questions, measures and figures, and for empty tables."""
    for score in document.scores:
        _check_score(document, errors, score)
    for value in document.laboratory:
        _check_laboratory(document, errors, value)
    for listed in document.listed:
        _check_questions(document, errors, (*listed.path, "questions"), listed.table.questions)
        if not listed.table.questions:
            errors.add((*listed.path, "questions"), "empty", "this lists no question")
    for considered in document.considered:
        if not considered.table.reasons:
            errors.add((*considered.path, "reasons"), "empty", "a test needs a reason to consider it")


def _check_questions(
    document: TomlDocument, errors: ErrorCollector, path: TomlPath, names: Sequence[str]
) -> None:
    known = [entry.table.id for entry in document.questions]
    for index, name in enumerate(names):
        check_name(errors, (*path, index), "question", name, known)


def _check_score(document: TomlDocument, errors: ErrorCollector, score: TableEntry[ScoreTable]) -> None:
    path, table = score.path, score.table
    measures = [entry.table.id for entry in document.measures if entry.table.type != "yesno"]
    if table.measure:
        check_name(errors, (*path, "measure"), "measure", table.measure, measures)
    elif not table.items:
        message = 'a score needs a "measure", or "items": the questions that it is made of'
        errors.add(path, "incomplete-score", message)
    _check_questions(document, errors, (*path, "items"), table.items)
    asked = [entry.table for entry in document.questions if entry.table.id in table.items]
    if table.figure and len(asked) == len(table.items):
        figures = [option.figures for one in asked for option in one.plain_options]
        shared = set.intersection(*map(set, figures)) if figures else set()
        check_name(errors, (*path, "figure"), "figure", table.figure, shared)
        if any(isinstance(one.get(table.figure), tuple) for one in figures):
            message = f'a score adds up numbers, and "{table.figure}" of some option is a pair'
            errors.add((*path, "figure"), "wrong-type", message, table.figure)


def _check_laboratory(
    document: TomlDocument, errors: ErrorCollector, value: TableEntry[LaboratoryTable]
) -> None:
    path, name = (*value.path, "question"), value.table.question
    kinds = {entry.table.id: entry.table.kind for entry in document.questions}
    check_name(errors, path, "question", name, kinds)
    if kinds.get(name, "number") != "number":
        message = "a laboratory value is a question that is answered with a number"
        errors.add(path, "wrong-type", message, name)
