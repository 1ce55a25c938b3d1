"""Checks of options: which questions have them, and how a person can pass a required question."""

from collections.abc import Set as AbstractSet
from itertools import pairwise

from webapp.questionnaire.loading.document import OptionTable, QuestionTable
from webapp.questionnaire.loading.formulas import Formulas
from webapp.questionnaire.loading.positions import TomlPath
from webapp.questionnaire.loading.reading import TableEntry, TomlDocument
from webapp.questionnaire.problems import ErrorCollector
from webapp.questionnaire.rules.numbers import Number, ends_of

WAYS_OUT = ("not_sure", "none", "prefer_not")
"""Parts of option ids that let a person pass a required question."""

NUMBER_KEYS = ("unit", "decimals", "step", "range", "ranges", "plausible", "unknown_label")
"""Keys that only a number question has."""


def check_choices(document: TomlDocument, formulas: Formulas, errors: ErrorCollector) -> None:
    """Add errors for options that do not fit their question."""
    stops = _stopping_questions(document, formulas)
    for question in document.questions:
        if question.table.kind == "number":
            _check_number(errors, question)
        else:
            _check_choice(errors, question, stops)


def _stopping_questions(document: TomlDocument, formulas: Formulas) -> frozenset[str]:
    """Return the questions that can end the form; every question if such a rule cannot be parsed."""
    stops = [flag.path for flag in document.safety if flag.table.tier == "stop"]
    if formulas.broken.intersection(stops):
        return frozenset(question.table.id for question in document.questions)
    rules = [node for path in stops for _, node in formulas.below((*path, "when"))]
    return frozenset(question for node in rules for question in node.names().questions)


def _check_number(errors: ErrorCollector, question: TableEntry[QuestionTable]) -> None:
    path, table = question.path, question.table
    for key in ("options", "when_skipped"):
        if key in table.model_fields_set:
            errors.add_to_key((*path, key), "not-for-numbers", f"a number question has no {key}")
    if isinstance(table.when_hidden, str) and table.when_hidden != "nothing":
        message = 'a number that was not asked counts as a number or as "nothing"'
        errors.add((*path, "when_hidden"), "wrong-type", message, table.when_hidden)


def _check_choice(
    errors: ErrorCollector, question: TableEntry[QuestionTable], stops: AbstractSet[str]
) -> None:
    path, table = question.path, question.table
    for key in NUMBER_KEYS:
        if key in table.model_fields_set:
            errors.add_to_key((*path, key), "only-for-numbers", f"only a number question has {key}")
    if not table.options:
        errors.add((*path, "options"), "missing-key", '"options" is missing: a choice needs answers')
    if table.changeable and not _has_order(table):
        message = (
            "a change needs a direction: "
            "a single choice with a figure that rises or falls from option to option"
        )
        errors.add((*path, "changeable"), "no-order", message, table.changeable)
    if table.asks_signs and table.kind != "multi":
        message = "signs are the options of a multiple choice: any of them, or several, may be ticked"
        errors.add((*path, "asks_signs"), "wrong-value", message)
    _check_named_options(errors, question)
    _check_pairs(errors, question)
    _check_offers(errors, path, table)
    for index, option in enumerate(table.options):
        _check_option(errors, (*path, "options", index), table, option)
    is_open = table.id in stops or any(map(_is_way_out, table.options))
    if table.required and table.options and not is_open:
        message = 'a required question needs a way out, such as an option "not_sure" or "prefer_not"'
        errors.add((*path, "required"), "no-way-out", message, table.id)


def _check_offers(errors: ErrorCollector, path: TomlPath, table: QuestionTable) -> None:
    """Add errors for options that `offer_if` could withhold from a person who needs them."""
    for index, option in enumerate(table.options):
        if option.offer_if is not None and (option.is_unknown or option.exclusive or _is_way_out(option)):
            message = "this answer is for everybody, so it is always offered"
            errors.add((*path, "options", index, "offer_if"), "always-offered", message, option.id)
    if table.options and all(option.offer_if is not None for option in table.options):
        errors.add((*path, "options"), "always-offered", "one answer must be there for everybody", table.id)


def _is_way_out(option: OptionTable) -> bool:
    return option.is_unknown or any(word in option.id for word in WAYS_OUT)


def _has_order(table: QuestionTable) -> bool:
    """Return whether some figure rises, or falls, from option to option."""
    plain = table.plain_options
    names = set.intersection(*(set(option.figures) for option in plain)) if plain else set()
    columns = [[ends_of(option.figures[name]) for option in plain] for name in names]
    rising = any(all(_is_above(b, a) for a, b in pairwise(column)) for column in columns)
    falling = any(all(_is_above(a, b) for a, b in pairwise(column)) for column in columns)
    return table.kind == "single" and (rising or falling)


def _is_above(one: tuple[Number, Number], other: tuple[Number, Number]) -> bool:
    return one != other and one[0] >= other[0] and one[1] >= other[1]


def _check_pairs(errors: ErrorCollector, question: TableEntry[QuestionTable]) -> None:
    for index, option in enumerate(question.table.options):
        for name, figure in option.figures.items():
            low, high = ends_of(figure)
            if isinstance(figure, tuple) and low >= high:
                path = (*question.path, "options", index, name)
                errors.add(path, "upside-down", "the lowest number comes first, then a higher one")


def _check_named_options(errors: ErrorCollector, question: TableEntry[QuestionTable]) -> None:
    table = question.table
    ids = [option.id for option in table.options]
    if isinstance(table.when_hidden, str) and table.when_hidden not in ids:
        errors.add_unknown_name((*question.path, "when_hidden"), "option", table.when_hidden, ids)
    if table.when_hidden is not None and not isinstance(table.when_hidden, str):
        message = "a choice that was not asked counts as one of its option ids, in quotes"
        errors.add((*question.path, "when_hidden"), "wrong-type", message, str(table.when_hidden))
    if table.when_skipped and table.when_skipped not in ids:
        errors.add_unknown_name((*question.path, "when_skipped"), "option", table.when_skipped, ids)


def _check_option(errors: ErrorCollector, path: TomlPath, table: QuestionTable, option: OptionTable) -> None:
    if option.exclusive and table.kind != "multi":
        message = "in a single choice every option excludes the others: leave this out"
        errors.add((*path, "exclusive"), "exclusive-on-single", message, option.id)
    if not option.is_unknown:
        return
    plain = [one.id for one in table.plain_options]
    for name in option.unknown if isinstance(option.unknown, tuple) else ():
        if name not in plain:
            errors.add_unknown_name((*path, "unknown"), "option", name, plain)
    if not possible_options(table, option):
        message = "this answer leaves no other option possible"
        errors.add((*path, "unknown"), "nothing-possible", message, option.id)


def possible_options(table: QuestionTable, option: OptionTable) -> tuple[str, ...]:
    """Return the options that stay possible with an answer that means unknown."""
    if isinstance(option.unknown, tuple):
        return option.unknown
    return tuple(one.id for one in table.plain_options if not (table.kind == "multi" and one.exclusive))
