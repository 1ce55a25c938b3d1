"""When a report runs out of room, factors are told in fewer words; safety boxes and answers stay whole."""

from __future__ import annotations

from dataclasses import replace

from webapp.report.model import FactorMention, FactorText, ReferenceLine, ReportView

MOST_PAGES = 4
"""Of the standard edition. Large print takes the pages that it needs."""

LEAST_IN_FULL = 1
"""The factor that stands out most is always told in full."""


def is_too_long(view: ReportView, pages: int) -> bool:
    """Whether the report should be tried again with fewer words, and can be."""
    return view.edition == "standard" and pages > MOST_PAGES and len(view.full) > LEAST_IN_FULL


def with_one_less_in_full(view: ReportView) -> ReportView:
    """The last factor that was told in full is the first of those told in a few words."""
    *kept, last = view.full
    mention = FactorMention(last.factor, last.title, last.level, last.gaps, last.notes)
    remarked = (mention, *view.remarked) if mention.notes else view.remarked
    shorter = replace(view, full=tuple(kept), smaller=(mention, *view.smaller), remarked=remarked)
    return replace(shorter, references=_still_cited(shorter))


def _still_cited(view: ReportView) -> tuple[ReferenceLine, ...]:
    """The references that are left, under the numbers that they had."""
    told: tuple[FactorText, ...] = (*view.full, *view.beside)
    cited = {number for factor in told for number in factor.references}
    cited |= {number for row in view.trace for rule in row.rules for number in rule.references}
    return tuple(reference for reference in view.references if reference.number in cited)
