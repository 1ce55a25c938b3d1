"""References that a reader cannot find, and factors that rest on nothing else."""

import re

from webapp.questionnaire.loading.document import ReferenceTable
from webapp.questionnaire.loading.reading import TableEntry
from webapp.workbench.lint.context import LintContext

# https://www.crossref.org/blog/dois-and-matching-regular-expressions/ : matches 97 % and more of all DOIs.
DOI = re.compile(r"10\.\d{4,9}/\S+")
# https://www.nlm.nih.gov/bsd/mms/medlineelements.html#pmid : 1 to 8 digits.
PMID = re.compile(r"[1-9]\d{0,7}")


def check_evidence(ctx: LintContext) -> None:
    """Note references with a missing or malformed DOI or PMID, and factors that have no others."""
    for reference in ctx.document.references:
        _check_reference(ctx, reference)
    traceable = {one.table.id for one in ctx.document.references if one.table.doi or one.table.pmid}
    for factor in ctx.document.factors:
        if not traceable.intersection(factor.table.references):
            message = "no reference of this factor has a DOI or a PMID"
            ctx.note((*factor.path, "references"), "factor-not-traceable", message, factor.table.id)


def _check_reference(ctx: LintContext, reference: TableEntry[ReferenceTable]) -> None:
    path, table = reference.path, reference.table
    if not (table.doi or table.pmid):
        only = ": it has only a web address" if table.url else ""
        ctx.note(path, "no-doi", f"this reference has neither a DOI nor a PMID{only}", table.id)
    if table.doi and not DOI.fullmatch(table.doi):
        message = f'"{table.doi}" is no DOI: one begins with "10." and has a stroke, and no address before it'
        ctx.note((*path, "doi"), "bad-doi", message, table.doi)
    if table.pmid and not PMID.fullmatch(table.pmid):
        ctx.note((*path, "pmid"), "bad-pmid", f'"{table.pmid}" is no PMID: one is up to 8 digits', table.pmid)
    if table.checked in ("", "M"):
        message = "nobody has looked whether this paper exists and says so"
        ctx.note(path, "reference-unchecked", message, table.id)
