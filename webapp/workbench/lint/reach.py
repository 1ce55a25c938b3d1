"""Questions, rows, levels, flags and remarks that nobody meets, or that everybody meets."""

from collections.abc import Sequence, Sized
from typing import cast

from webapp.assessment.page_checks import hidden_by_own_page
from webapp.questionnaire.levels import Level
from webapp.questionnaire.loading.document import (
    EvidenceTable,
    FactorTable,
    QuestionTable,
    SafetyTable,
    SectionTable,
)
from webapp.questionnaire.loading.positions import TomlPath
from webapp.questionnaire.loading.reading import TableEntry
from webapp.questionnaire.rules import Node
from webapp.workbench.lint.context import LintContext


def check_reach(ctx: LintContext) -> None:
    """Note what no answers lead to, and what all answers lead to."""
    for question in ctx.document.questions:
        _check_question(ctx, question)
    for section in ctx.document.sections:
        _check_page_checks(ctx, section)
    for measure in ctx.document.measures:
        _check_rows(ctx, (*measure.path, "cases"), measure.table.cases)
    for phrase in ctx.document.phrases:
        _check_rows(ctx, (*phrase.path, "cases"), phrase.table.cases)
    for factor in ctx.document.factors:
        _check_levels(ctx, factor)
        _check_texts(ctx, factor)
    for flag in ctx.document.safety:
        _check_flag(ctx, flag)
    _check_practice(ctx)


def _check_page_checks(ctx: LintContext, section: TableEntry[SectionTable]) -> None:
    """Note checks that nobody meets, also where answers count that another one of the page hides."""
    page = ctx.loaded.questionnaire.section(section.table.id)
    hidden = hidden_by_own_page(ctx.loaded.questionnaire, page)
    wider = ctx.asking(hidden) if hidden else ctx
    for index in range(len(section.table.check)):
        path = (*section.path, "check", index, "when")
        found = ctx.find_person([ctx.rule(path)])
        _check_reachable(wider if found.is_empty else ctx, path, *_UNREAD)


def _check_question(ctx: LintContext, question: TableEntry[QuestionTable]) -> None:
    path = (*question.path, "show_if")
    show_if = ctx.rule(path)
    if show_if:
        _check_reachable(
            ctx, path, "never-asked", "nobody is ever asked this question: no answers can make this true"
        )
        others = ctx.find_person((), (show_if,))
        if others.is_empty:
            message = "everybody is asked this question, so it needs no show_if"
            ctx.note_unreachable(path, "always-asked", message, others)
    rows = (*question.path, "ranges")
    _check_rows(ctx, rows, question.table.ranges, [show_if])
    whens = _whens(ctx, rows, question.table.ranges)
    if question.table.ranges and None not in whens and not ctx.find_person([show_if], whens).is_empty:
        message = (
            "for some of those who are asked, no row of bounds holds: any number within any row is taken"
        )
        ctx.note(rows, "bounds-gap", message)


def _check_rows(ctx: LintContext, path: TomlPath, rows: Sized, around: Sequence[Node | None] = ()) -> None:
    """Note rows that are never used because the rows above them take everybody."""
    whens = _whens(ctx, path, rows)
    for index, when in enumerate(whens):
        if when is None:
            continue
        result = ctx.find_person([*around, when], whens[:index])
        if result.is_empty:
            alone = ctx.find_person([*around, when])
            reason = "no answers can make this true" if alone.is_empty else "a row above takes all of them"
            message = f"this row is never used: {reason}"
            ctx.note_unreachable((*path, index, "when"), "row-never-used", message, result)


def _whens(ctx: LintContext, path: TomlPath, rows: Sized) -> list[Node | None]:
    return [ctx.rule((*path, index, "when")) for index in range(len(rows))]


def _check_levels(ctx: LintContext, factor: TableEntry[FactorTable]) -> None:
    rules = ctx.loaded.formulas.of_factor(factor)
    for index, (level, rule) in enumerate(rules.items()):
        result = ctx.find_reader([rule], list(rules.values())[:index])
        if result.is_empty:
            is_hidden = not ctx.find_reader([rule]).is_empty
            code, message = _HIDDEN if is_hidden else _NEVER
            ctx.note_unreachable((*factor.path, level.word), code, message, result)
    others = ctx.find_reader((), rules.values())
    if rules and others.is_empty:
        lowest = min(rules, default=Level.SLIGHT)
        message = "nobody is without this factor: everybody gets one of its levels"
        ctx.note_unreachable((*factor.path, lowest.word), "level-for-everybody", message, others)


_HIDDEN = (
    "level-hidden",
    "nobody gets this level: whoever fits it also fits a stronger level, which is taken",
)
_NEVER = ("level-never-reached", "nobody gets this level: no answers can make this true")


def _check_texts(ctx: LintContext, factor: TableEntry[FactorTable]) -> None:
    path, table = factor.path, factor.table
    _check_rows(ctx, (*path, "told"), table.told)
    _check_rows(ctx, (*path, "evidence", "cases"), cast("EvidenceTable", table.evidence).cases)
    _check_remarks(ctx, (*path, "note"), table.note)


def _check_flag(ctx: LintContext, flag: TableEntry[SafetyTable]) -> None:
    path = (*flag.path, "when")
    raised = ctx.rule(path)
    _check_reachable(
        ctx, path, "flag-never-raised", "this flag never stands: no answers can make this surely true"
    )
    others = ctx.find_person((), (raised,))
    if others.is_empty:
        ctx.note_unreachable(path, "flag-always-raised", "this flag stands for everybody", others)
    _check_remarks(ctx, (*flag.path, "more"), flag.table.more, [raised])


def _check_remarks(ctx: LintContext, path: TomlPath, rows: Sized, around: Sequence[Node | None] = ()) -> None:
    for index in range(len(rows)):
        _check_reachable(ctx, (*path, index, "when"), *_UNREAD, around)


_UNREAD = ("never-said", "nobody ever reads this: no answers can make this true")


def _check_practice(ctx: LintContext) -> None:
    document = ctx.document
    for score in document.scores:
        shown = ctx.rule((*score.path, "when"))
        _check_reachable(ctx, (*score.path, "when"), *_UNREAD)
        _check_remarks(ctx, (*score.path, "band"), score.table.band, [shown])
    for test in document.considered:
        shown = ctx.rule((*test.path, "when"))
        _check_reachable(ctx, (*test.path, "when"), *_UNREAD)
        _check_remarks(ctx, (*test.path, "reasons"), test.table.reasons, [shown])
    for path in (*(one.path for one in document.laboratory), *(one.path for one in document.spoilers)):
        _check_reachable(ctx, (*path, "when"), *_UNREAD)


def _check_reachable(
    ctx: LintContext, path: TomlPath, code: str, message: str, around: Sequence[Node | None] = ()
) -> None:
    rule = ctx.rule(path)
    if rule is None:
        return
    result = ctx.find_person([*around, rule])
    if result.is_empty:
        ctx.note_unreachable(path, code, message, result)
