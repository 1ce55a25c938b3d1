"""References that a reader cannot find, and factors that rest on nothing else."""

import re

from webapp.questionnaire.loading.reading import TableEntry
from webapp.questionnaire.loading.reference_table import ReferenceTable
from webapp.workbench.lint.context import LintContext

# https://www.crossref.org/blog/dois-and-matching-regular-expressions/ : matches 97 % and more of all DOIs.
DOI = re.compile(r"10\.\d{4,9}/\S+")
PMCID = re.compile(r"PMC[1-9]\d{0,8}")
# https://www.nlm.nih.gov/bsd/mms/medlineelements.html#pmid : 1 to 8 digits.
PMID = re.compile(r"[1-9]\d{0,7}")

UNSIGNED = ("organisation", "web")
"""Kinds of works that need no authors and no title of their own."""

UNKNOWN = re.compile(r"\s*(?:\[.*\]\s*)?", re.DOTALL)
"""Authors or a title that are blank, or only described in [brackets]."""


def check_evidence(ctx: LintContext) -> None:
    """Note references with a missing or malformed DOI or PMID, and factors that have no others."""
    for reference in ctx.document.references:
        _check_reference(ctx, reference)
    traceable = {one.table.id for one in ctx.document.references if _has_identifier(one.table)}
    for factor in ctx.document.factors:
        if not traceable.intersection(factor.table.references):
            message = "no reference of this factor has a DOI, a PMID or a PMCID"
            ctx.note((*factor.path, "references"), "factor-not-traceable", message, factor.table.id)


def check_references_named(ctx: LintContext) -> None:
    """Refuse each reference with neither authors nor a title, unless its kind says why."""
    for reference in ctx.document.references:
        if len(_missing(reference.table)) > 1:
            message = (
                "this reference has neither authors nor a title. The work of an organisation and a page of "
                'the web may do without: kind = "organisation" or "web"'
            )
            ctx.note(reference.path, "unnamed-reference", message, reference.table.id)


def _missing(table: ReferenceTable) -> list[str]:
    """Return which of authors and title is not known, of a work that should have both."""
    if table.kind in UNSIGNED:
        return []
    return [key for key in ("authors", "title") if UNKNOWN.fullmatch(getattr(table, key))]


def _has_identifier(table: ReferenceTable) -> bool:
    return bool(table.doi or table.pmid or table.pmcid)


def _check_reference(ctx: LintContext, reference: TableEntry[ReferenceTable]) -> None:
    path, table = reference.path, reference.table
    for key in _missing(table):
        ctx.note(path, "incomplete-reference", f"this reference has no {key}", table.id)
    if not _has_identifier(table):
        only = ": it has only a web address" if table.url else ""
        ctx.note(path, "no-doi", f"this reference has neither a DOI nor a PMID nor a PMCID{only}", table.id)
    if table.doi and not DOI.fullmatch(table.doi):
        message = f'"{table.doi}" is no DOI: one begins with "10." and has a stroke, and no address before it'
        ctx.note((*path, "doi"), "bad-doi", message, table.doi)
    if table.pmid and not PMID.fullmatch(table.pmid):
        ctx.note((*path, "pmid"), "bad-pmid", f'"{table.pmid}" is no PMID: one is up to 8 digits', table.pmid)
    if table.pmcid and not PMCID.fullmatch(table.pmcid):
        message = f'"{table.pmcid}" is no PMCID: one is "PMC" and up to 9 digits'
        ctx.note((*path, "pmcid"), "bad-pmcid", message, table.pmcid)
    if table.checked in ("", "M"):
        message = "nobody has looked whether this paper exists and says so"
        ctx.note(path, "reference-unchecked", message, table.id)
