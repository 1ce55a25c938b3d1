"""Checks of ids."""

import keyword
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from webapp.questionnaire.levels import LEVEL_WORDS
from webapp.questionnaire.loading.document import IdTable, QuestionTable
from webapp.questionnaire.loading.positions import TomlPath
from webapp.questionnaire.loading.reading import TableEntry, TomlDocument
from webapp.questionnaire.problems import ErrorCollector
from webapp.questionnaire.regions import REGION_WORDS

WORD = re.compile(r"[a-z][a-z0-9_]*")
OPTION = re.compile(r"[A-Za-z0-9][A-Za-z0-9_]*")
REFERENCE = re.compile(r"[a-z0-9][a-z0-9_-]*")

RULE_WORDS = frozenset({*LEVEL_WORDS, "min", "max", "known", *(word.lower() for word in keyword.kwlist)})
"""Reserved names in rules, with Python's keywords, because Python's parser reads the rules."""

T = TypeVar("T", bound=IdTable)
PathAndId = tuple[TomlPath, str]  # a table's path and its id


def check_ids(document: TomlDocument, errors: ErrorCollector) -> TomlDocument:
    """Add errors for ids that are malformed, used twice or reserved.

    Return the document without the second table of a duplicate id: rules with the id mean the first.
    """
    answers = _named(document.questions) + _named(document.measures)
    factors, phrases = _named(document.factors), _named(document.phrases)
    sections, safety = _named(document.sections), _named(document.safety)
    references = _named(document.references)
    _check_form(errors, answers + factors + phrases + sections + safety, WORD)
    _check_form(errors, references, REFERENCE)
    for namespace in _practice(document):
        _check_form(errors, namespace, WORD)
        _check_unique(errors, namespace)
    _check_reserved(errors, answers + factors, RULE_WORDS, "the rule language")
    said = {name for name in REGION_WORDS for one in document.regions if getattr(one.table, name)}
    _check_reserved(errors, answers + phrases, said, "regions")
    for question in document.questions:
        _check_options(errors, question)
    for namespace in (sections, safety, references, _named(document.regions)):
        _check_unique(errors, namespace)
    doubles = _check_unique(errors, answers + factors) | _check_unique(errors, answers + phrases)
    return replace(
        document,
        questions=_without(document.questions, doubles),
        measures=_without(document.measures, doubles),
        factors=_without(document.factors, doubles),
        phrases=_without(document.phrases, doubles),
    )


def _practice(document: TomlDocument) -> list[list[PathAndId]]:
    """Return the ids of the practitioner's page, one list for each kind: no rule uses them."""
    return [
        _named(document.scores),
        _named(document.laboratory),
        _named(document.listed),
        _named(document.spoilers),
        _named(document.considered),
    ]


def _without(entries: list[TableEntry[T]], doubles: Collection[TomlPath]) -> list[TableEntry[T]]:
    return [entry for entry in entries if (*entry.path, "id") not in doubles]


def _named(entries: Sequence[TableEntry[T]]) -> list[PathAndId]:
    return [((*entry.path, "id"), entry.table.id) for entry in entries]


def _check_options(errors: ErrorCollector, question: TableEntry[QuestionTable]) -> None:
    path = (*question.path, "options")
    options = [((*path, index, "id"), option.id) for index, option in enumerate(question.table.options)]
    figures = [
        ((*path, index, figure), figure)
        for index, option in enumerate(question.table.options)
        for figure in option.figures
    ]
    _check_form(errors, options, OPTION)
    _check_unique(errors, options)
    _check_form(errors, figures, WORD)
    _check_reserved(errors, figures, RULE_WORDS, "the rule language")


def _check_form(errors: ErrorCollector, ids: Iterable[PathAndId], form: re.Pattern[str]) -> None:
    for path, name in ids:
        if not form.fullmatch(name):
            word = re.sub(r"\W+", "_", name.lower()).strip("_")
            message = f'"{name}" is no id: write a word of a to z, 0 to 9 and _'
            errors.add(path, "bad-id", message, name, word if form.fullmatch(word) else "")


def _check_reserved(
    errors: ErrorCollector, ids: Iterable[PathAndId], reserved: Collection[str], owner: str
) -> None:
    for path, name in ids:
        if name in reserved:
            errors.add(path, "reserved-id", f'"{name}" is a word of {owner} and cannot be an id', name)


def _check_unique(errors: ErrorCollector, ids: Iterable[PathAndId]) -> set[TomlPath]:
    taken: dict[str, TomlPath] = {}
    doubles = set()
    for path, name in sorted(ids, key=lambda one: errors.positions.value_line(one[0])):
        first = taken.setdefault(name, path)
        if first != path:
            line = errors.positions.value_line(first)
            message = f'the id "{name}" is already taken by the {_kind(first)} in line {line}'
            errors.add(path, "duplicate-id", message, name)
            doubles.add(path)
    return doubles


def _kind(path: TomlPath) -> str:
    return str(path[-3]).removesuffix("s")
