"""Checks of names that point from one table to another."""

from collections.abc import Collection, Iterator

from webapp.questionnaire.loading.bases import bases
from webapp.questionnaire.loading.document import SafetyTable
from webapp.questionnaire.loading.positions import TomlPath
from webapp.questionnaire.loading.reading import TableEntry, TomlDocument
from webapp.questionnaire.problems import ErrorCollector

EVERY_FACTOR = "*"  # stands for all factors in `silences_changes_of`
REGION_QUESTION = "region"  # the question whose options are the regions


def check_links(document: TomlDocument, errors: ErrorCollector) -> None:
    """Add errors for references, factors, measures and regions that do not exist."""
    references = [entry.table.id for entry in document.references]
    for path, name in reference_uses(document):
        check_name(errors, path, "reference", name, references)
    factors = [entry.table.id for entry in document.factors]
    for flag in document.safety:
        for index, name in enumerate(flag.table.silences_changes_of):
            path = (*flag.path, "silences_changes_of", index)
            check_name(errors, path, "factor", name, [*factors, EVERY_FACTOR])
        _check_silenced_questions(flag, document, errors)
    measures = [entry.table.id for entry in document.measures if entry.table.type == "number"]
    amounts = [*measures, *(one.table.id for one in document.questions if one.table.kind == "number")]
    for factor in document.factors:
        if factor.table.estimate:
            check_name(errors, (*factor.path, "estimate"), "measure", factor.table.estimate, measures)
        for index, name in enumerate(factor.table.number_lines):
            check_name(errors, (*factor.path, "number_lines", index), "number", name, amounts)
    _check_regions(document, errors)


def _check_silenced_questions(
    flag: TableEntry[SafetyTable], document: TomlDocument, errors: ErrorCollector
) -> None:
    asked = [one.table.id for one in document.questions]
    for index, name in enumerate(flag.table.silences_changes_of_questions):
        path = (*flag.path, "silences_changes_of_questions", index)
        check_name(errors, path, "question", name, asked)


def reference_uses(document: TomlDocument) -> Iterator[tuple[TomlPath, str]]:
    """Yield the path and the id of every use of a reference."""
    for factor in document.factors:
        for index, name in enumerate(factor.table.references):
            yield (*factor.path, "references", index), name
    for considered in document.considered:
        for index, name in enumerate(considered.table.references):
            yield (*considered.path, "references", index), name
    for path, basis in bases(document):
        for index, name in enumerate(basis.sources):
            yield (*path, "sources", index), name


def _check_regions(document: TomlDocument, errors: ErrorCollector) -> None:
    asked = next((entry.table for entry in document.questions if entry.table.id == REGION_QUESTION), None)
    known = ["", *(option.id for option in asked.options)] if asked else [""]
    for region in document.regions:
        check_name(errors, (*region.path, "id"), "region", region.table.id, known)
    if not any(region.table.id == "" for region in document.regions):
        message = 'the numbers to call where no region is known are missing: a [[region]] with id = ""'
        errors.add(("region",), "no-default-region", message)


def check_name(errors: ErrorCollector, path: TomlPath, kind: str, name: str, known: Collection[str]) -> None:
    """Add an error for a name that is not known."""
    if name not in known:
        errors.add_unknown_name(path, kind, name, known)
