"""Checks of questions that are not always asked."""

from collections.abc import Iterable

from webapp.questionnaire.loading.dependency_graph import DependencyGraph
from webapp.questionnaire.loading.document import QuestionTable, SectionTable
from webapp.questionnaire.loading.placeholders import answer_placeholders
from webapp.questionnaire.loading.positions import TomlPath
from webapp.questionnaire.loading.reading import TableEntry, TomlDocument
from webapp.questionnaire.problems import ErrorCollector
from webapp.questionnaire.rules import Node
from webapp.questionnaire.rules.nodes import Answer, IsKnown


def check_show_if(graph: DependencyGraph, document: TomlDocument, errors: ErrorCollector) -> None:
    """Add errors for questions that depend on themselves or later ones, and for a missing `when_hidden`."""
    order = {entry.table.id: index for index, entry in enumerate(document.questions)}
    for index, question in enumerate(document.questions):
        for key in ("show_if", "ranges", "options"):
            for path, node in graph.formulas.below((*question.path, key)):
                later = [name for name in graph.question_dependencies(node) if order[name] > index]
                _add_later(errors, path, question.table.id, later)
                _add_itself(errors, path, question.table.id, graph.question_dependencies(node))
    for section in document.sections:
        _check_page_checks(graph, document, errors, section)
    _check_when_hidden(graph, document, errors)


def _check_page_checks(
    graph: DependencyGraph, document: TomlDocument, errors: ErrorCollector, section: TableEntry[SectionTable]
) -> None:
    """Add errors for checks that look at no question of their page, or at one that is asked later."""
    asked = [entry for entry in document.questions if entry.path[: len(section.path)] <= section.path]
    own = {entry.table.id for entry in asked if entry.path[: len(section.path)] == section.path}
    known = {entry.table.id for entry in asked}
    for path, node in graph.formulas.below((*section.path, "check")):
        questions = graph.question_dependencies(node)
        for other in sorted(questions - known):
            message = f'"{other}" is asked on a later page: check it there'
            errors.add(path, "asked-later", message, other)
        if not questions & own:
            message = "no question of this page is looked at: check it on the page of its questions"
            errors.add(path, "check-elsewhere", message)


def _add_later(errors: ErrorCollector, path: TomlPath, name: str, later: Iterable[str]) -> None:
    for other in sorted(later):
        message = f'{name} is asked before "{other}", which decides it: move it behind'
        errors.add(path, "asked-later", message, other)


def _add_itself(errors: ErrorCollector, path: TomlPath, name: str, questions: frozenset[str]) -> None:
    if name in questions:
        errors.add(path, "circle", f"{name} depends on its own answer", name)


def _check_when_hidden(graph: DependencyGraph, document: TomlDocument, errors: ErrorCollector) -> None:
    users: dict[str, TomlPath] = {}
    for path, node in graph.formulas.nodes.items():
        for name in _answers(node):
            users.setdefault(name, path)
    for path, name in answer_placeholders(errors):
        users.setdefault(name, path)
    for question in document.questions:
        if question.table.id in users:
            _check_value(errors, question, users[question.table.id])


def _answers(node: Node) -> Iterable[str]:
    """Yield the questions whose answers a rule needs; known(...) needs none."""
    for part in node.walk():
        if isinstance(part, Answer) and not isinstance(part, IsKnown):
            yield part.question


def _check_value(errors: ErrorCollector, question: TableEntry[QuestionTable], user: TomlPath) -> None:
    table = question.table
    if table.may_be_hidden and table.kind != "multi" and table.when_hidden is None:
        message = (
            f"this question is not always asked, and {errors.location(user)} looks at it: "
            'say with "when_hidden" what it then counts as'
        )
        errors.add((*question.path, "when_hidden"), "no-when-hidden", message, table.id)
