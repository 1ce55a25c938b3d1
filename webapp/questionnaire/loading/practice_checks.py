"""The tables for the practitioner's page: the names in them, and what they must not lack."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.questionnaire.loading.links import check_name
from webapp.questionnaire.loading.positions import Path
from webapp.questionnaire.loading.practice_tables import LaboratoryTable, ScoreTable
from webapp.questionnaire.loading.reading import Document, Entry
from webapp.questionnaire.problems import Ledger


def check_practice(document: Document, ledger: Ledger) -> None:
    """Book questions, measures and figures that do not exist, and tables that say nothing."""
    for score in document.scores:
        _check_score(document, ledger, score)
    for value in document.laboratory:
        _check_laboratory(document, ledger, value)
    for listed in document.listed:
        _check_questions(document, ledger, (*listed.path, "questions"), listed.table.questions)
        if not listed.table.questions:
            ledger.book((*listed.path, "questions"), "empty", "this lists no question")
    for considered in document.considered:
        if not considered.table.reasons:
            ledger.book((*considered.path, "reasons"), "empty", "a test needs a reason to consider it")


def _check_questions(document: Document, ledger: Ledger, path: Path, names: Sequence[str]) -> None:
    known = [entry.table.id for entry in document.questions]
    for index, name in enumerate(names):
        check_name(ledger, (*path, index), "question", name, known)


def _check_score(document: Document, ledger: Ledger, score: Entry[ScoreTable]) -> None:
    path, table = score.path, score.table
    measures = [entry.table.id for entry in document.measures if entry.table.type != "yesno"]
    if table.measure:
        check_name(ledger, (*path, "measure"), "measure", table.measure, measures)
    elif not table.items:
        message = 'a score needs a "measure", or "items": the questions that it is made of'
        ledger.book(path, "incomplete-score", message)
    _check_questions(document, ledger, (*path, "items"), table.items)
    asked = [entry.table for entry in document.questions if entry.table.id in table.items]
    if table.figure and len(asked) == len(table.items):
        options = [set(option.figures) for one in asked for option in one.plain_options]
        shared = set.intersection(*options) if options else set()
        check_name(ledger, (*path, "figure"), "figure", table.figure, shared)


def _check_laboratory(document: Document, ledger: Ledger, value: Entry[LaboratoryTable]) -> None:
    path, name = (*value.path, "question"), value.table.question
    kinds = {entry.table.id: entry.table.kind for entry in document.questions}
    check_name(ledger, path, "question", name, kinds)
    if kinds.get(name, "number") != "number":
        message = "a laboratory value is a question that is answered with a number"
        ledger.book(path, "wrong-type", message, name)
