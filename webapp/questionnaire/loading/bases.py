"""The bases of cut-offs: where they stand in a document, and their checks."""

from collections.abc import Iterator, Mapping

from webapp.questionnaire.basis import Basis
from webapp.questionnaire.loading.document import BasisCaseTable, BasisTable, StrictTable
from webapp.questionnaire.loading.positions import TomlPath
from webapp.questionnaire.loading.reading import TomlDocument
from webapp.questionnaire.problems import ErrorCollector
from webapp.questionnaire.rules import Node
from webapp.questionnaire.rules.symbols import nearest

ASKING_KEYS = ("show_if", "range", "ranges", "plausible")
"""What a question's `basis` may stand for, besides the figures of its options."""


def bases(document: TomlDocument) -> Iterator[tuple[TomlPath, BasisTable | BasisCaseTable]]:
    """Yield every basis of the document, and every row of its `cases`, with its path."""
    if document.head:
        yield from _bases_in((), document.head)
    for entry in document.entries():
        yield from _bases_in(entry.path, entry.table)


def _bases_in(path: TomlPath, value: object) -> Iterator[tuple[TomlPath, BasisTable | BasisCaseTable]]:
    if isinstance(value, BasisTable | BasisCaseTable):
        yield path, value
    if isinstance(value, StrictTable | dict):
        for key, one in value if isinstance(value, StrictTable) else value.items():
            yield from _bases_in((*path, key), one)
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _bases_in((*path, index), one)


def build_bases(document: TomlDocument, nodes: Mapping[TomlPath, Node]) -> dict[TomlPath, Basis]:
    """Return every basis of a document without errors, by path."""
    return {
        path: Basis(
            table.kind,
            tuple(table.sources),
            table.note,
            tuple(
                (nodes[*path, "cases", index, "when"], Basis(row.kind, tuple(row.sources), row.note))
                for index, row in enumerate(table.cases)
            ),
        )
        for path, table in bases(document)
        if isinstance(table, BasisTable)
    }


def check_bases(document: TomlDocument, errors: ErrorCollector) -> None:
    """Add errors for published cut-offs without a reference, and for bases of figures that do not exist."""
    for path, basis in bases(document):
        if basis.kind == "published" and not basis.sources:
            message = 'a published cut-off names its references, as in sources = ["who-2023"]'
            errors.add(path, "incomplete-basis", message, basis.kind)
    for question in document.questions:
        figures = {name for option in question.table.options for name in option.figures}
        known = [*ASKING_KEYS, *sorted(figures)]
        for name in question.table.basis:
            if name not in known:
                message = f'"{name}" is no figure of this question, and none of {", ".join(ASKING_KEYS)}'
                errors.add_to_key(
                    (*question.path, "basis", name), "wrong-value", message, nearest(name, known)
                )
