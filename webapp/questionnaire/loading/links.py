"""Names of one table in another: references, factors, measures, regions."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from webapp.questionnaire.loading.positions import Path
from webapp.questionnaire.loading.reading import Document
from webapp.questionnaire.problems import ErrorCollector

EVERY_FACTOR = "*"
"""Stands for all factors in `silences_changes_of`."""

REGION_QUESTION = "region"
"""The question whose options are the regions."""


class BasisWords(NamedTuple):
    """A basis such as "published: iom-2005, who-2023 | remark" in its parts."""

    kind: str
    sources: tuple[str, ...]
    remark: str


def basis_words(text: str) -> BasisWords:
    """The parts of a basis."""
    head, _, remark = text.partition("|")
    kind, _, sources = head.partition(":")
    names = (name.strip() for name in sources.split(","))
    return BasisWords(kind.strip(), tuple(name for name in names if name), remark.strip())


def check_links(document: Document, errors: ErrorCollector) -> None:
    """Book references, factors, measures and regions that do not exist."""
    references = [entry.table.id for entry in document.references]
    for path, name in reference_uses(document):
        check_name(errors, path, "reference", name, references)
    factors = [entry.table.id for entry in document.factors]
    for flag in document.safety:
        for index, name in enumerate(flag.table.silences_changes_of):
            path = (*flag.path, "silences_changes_of", index)
            check_name(errors, path, "factor", name, [*factors, EVERY_FACTOR])
    measures = [entry.table.id for entry in document.measures if entry.table.type == "number"]
    for factor in document.factors:
        if factor.table.estimate:
            check_name(errors, (*factor.path, "estimate"), "measure", factor.table.estimate, measures)
    _check_regions(document, errors)


def reference_uses(document: Document) -> Iterator[tuple[Path, str]]:
    """Every place that names a reference, with the name."""
    for factor in document.factors:
        for index, name in enumerate(factor.table.references):
            yield (*factor.path, "references", index), name
        for level, text in factor.table.basis:
            for name in basis_words(text or "").sources:
                yield (*factor.path, "basis", level), name
    yield from _references_of_practice(document)


def _references_of_practice(document: Document) -> Iterator[tuple[Path, str]]:
    for path, text in bases_of_practice(document):
        yield from ((path, name) for name in basis_words(text).sources)
    for considered in document.considered:
        for index, name in enumerate(considered.table.references):
            yield (*considered.path, "references", index), name


def bases_of_practice(document: Document) -> Iterator[tuple[Path, str]]:
    """Every basis of the practitioner's page."""
    for score in document.scores:
        for index, band in enumerate(score.table.band):
            yield (*score.path, "band", index, "basis"), band.basis
    for value in document.laboratory:
        if value.table.other:
            yield (*value.path, "other", "basis"), value.table.other.basis


def _check_regions(document: Document, errors: ErrorCollector) -> None:
    asked = next((entry.table for entry in document.questions if entry.table.id == REGION_QUESTION), None)
    known = ["", *(option.id for option in asked.options)] if asked else [""]
    for region in document.regions:
        check_name(errors, (*region.path, "id"), "region", region.table.id, known)
    if not any(region.table.id == "" for region in document.regions):
        message = 'the numbers to call where no region is known are missing: a [[region]] with id = ""'
        errors.add(("region",), "no-default-region", message)


def check_name(errors: ErrorCollector, path: Path, kind: str, name: str, known: Collection[str]) -> None:
    """Book a name that is none of these."""
    if name not in known:
        errors.add_unknown_name(path, kind, name, known)
