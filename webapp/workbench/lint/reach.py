"""Questions, rows, levels, flags and remarks that nobody ever meets, or that everybody meets."""

from __future__ import annotations

from collections.abc import Sequence, Sized
from typing import cast

from webapp.questionnaire.levels import Level
from webapp.questionnaire.loading.document import EvidenceTable, FactorTable, QuestionTable, SafetyTable
from webapp.questionnaire.loading.positions import Path
from webapp.questionnaire.loading.reading import TableEntry
from webapp.questionnaire.rules import Node
from webapp.workbench.lint.inspection import Inspection


def check_reach(under: Inspection) -> None:
    """Note what no answers lead to, and what all answers lead to."""
    for question in under.document.questions:
        _check_question(under, question)
    for measure in under.document.measures:
        _check_rows(under, (*measure.path, "cases"), measure.table.cases)
    for phrase in under.document.phrases:
        _check_rows(under, (*phrase.path, "cases"), phrase.table.cases)
    for factor in under.document.factors:
        _check_levels(under, factor)
        _check_texts(under, factor)
    for flag in under.document.safety:
        _check_flag(under, flag)
    _check_practice(under)


def _check_question(under: Inspection, question: TableEntry[QuestionTable]) -> None:
    path = (*question.path, "show_if")
    show_if = under.rule(path)
    if show_if:
        _nobody(
            under, path, "never-asked", "nobody is ever asked this question: no answers can make this true"
        )
        nobody = under.seek((), (show_if,))
        if nobody.is_nobody:
            message = "everybody is asked this question, so it needs no show_if"
            under.note_nobody(path, "always-asked", message, nobody)
    rows = (*question.path, "ranges")
    _check_rows(under, rows, question.table.ranges, [show_if])
    whens = _whens(under, rows, question.table.ranges)
    if question.table.ranges and None not in whens and not under.seek([show_if], whens).is_nobody:
        message = (
            "for some of those who are asked, no row of bounds holds: any number within any row is taken"
        )
        under.note(rows, "bounds-gap", message)


def _check_rows(under: Inspection, path: Path, rows: Sized, around: Sequence[Node | None] = ()) -> None:
    """Note rows that the rows above them never leave anything to."""
    whens = _whens(under, path, rows)
    for index, when in enumerate(whens):
        if when is None:
            continue
        verdict = under.seek([*around, when], whens[:index])
        if verdict.is_nobody:
            alone = under.seek([*around, when])
            reason = "no answers can make this true" if alone.is_nobody else "a row above takes all of them"
            message = f"this row is never used: {reason}"
            under.note_nobody((*path, index, "when"), "row-never-used", message, verdict)


def _whens(under: Inspection, path: Path, rows: Sized) -> list[Node | None]:
    return [under.rule((*path, index, "when")) for index in range(len(rows))]


def _check_levels(under: Inspection, factor: TableEntry[FactorTable]) -> None:
    rules = under.loaded.formulas.of_factor(factor)
    for index, (level, rule) in enumerate(rules.items()):
        verdict = under.seek_reader([rule], list(rules.values())[:index])
        if verdict.is_nobody:
            is_hidden = not under.seek_reader([rule]).is_nobody
            code, message = _HIDDEN if is_hidden else _NEVER
            under.note_nobody((*factor.path, level.word), code, message, verdict)
    nobody = under.seek_reader((), rules.values())
    if rules and nobody.is_nobody:
        lowest = min(rules, default=Level.SLIGHT)
        message = "nobody is without this factor: everybody gets one of its levels"
        under.note_nobody((*factor.path, lowest.word), "level-for-everybody", message, nobody)


_HIDDEN = (
    "level-hidden",
    "nobody gets this level: whoever fits it also fits a stronger level, which is taken",
)
_NEVER = ("level-never-reached", "nobody gets this level: no answers can make this true")


def _check_texts(under: Inspection, factor: TableEntry[FactorTable]) -> None:
    path, table = factor.path, factor.table
    _check_rows(under, (*path, "told"), table.told)
    _check_rows(under, (*path, "evidence", "cases"), cast("EvidenceTable", table.evidence).cases)
    _check_remarks(under, (*path, "note"), table.note)


def _check_flag(under: Inspection, flag: TableEntry[SafetyTable]) -> None:
    path = (*flag.path, "when")
    raised = under.rule(path)
    _nobody(under, path, "flag-never-raised", "this flag never stands: no answers can make this surely true")
    nobody = under.seek((), (raised,))
    if nobody.is_nobody:
        under.note_nobody(path, "flag-always-raised", "this flag stands for everybody", nobody)
    _check_remarks(under, (*flag.path, "more"), flag.table.more, [raised])


def _check_remarks(under: Inspection, path: Path, rows: Sized, around: Sequence[Node | None] = ()) -> None:
    """Note remarks of which each is looked at by itself, and that nobody ever reads."""
    for index in range(len(rows)):
        _nobody(under, (*path, index, "when"), *_UNREAD, around)


_UNREAD = ("never-said", "nobody ever reads this: no answers can make this true")


def _check_practice(under: Inspection) -> None:
    document = under.document
    for score in document.scores:
        shown = under.rule((*score.path, "when"))
        _nobody(under, (*score.path, "when"), *_UNREAD)
        _check_remarks(under, (*score.path, "band"), score.table.band, [shown])
    for test in document.considered:
        shown = under.rule((*test.path, "when"))
        _nobody(under, (*test.path, "when"), *_UNREAD)
        _check_remarks(under, (*test.path, "reasons"), test.table.reasons, [shown])
    for path in (*(one.path for one in document.laboratory), *(one.path for one in document.spoilers)):
        _nobody(under, (*path, "when"), *_UNREAD)


def _nobody(
    under: Inspection, path: Path, code: str, message: str, around: Sequence[Node | None] = ()
) -> None:
    """Note the rule at this place where nobody can meet it."""
    rule = under.rule(path)
    if rule is None:
        return
    verdict = under.seek([*around, rule])
    if verdict.is_nobody:
        under.note_nobody(path, code, message, verdict)
