"""What gives way when a page is full: words about factors in a report, room on the practitioner's page.

Safety flags, answers and rules that hold are never cut: rather there is one page more.
"""

from dataclasses import replace

from webapp.report.views.model import FactorMention, FactorText, ReferenceLine, ReportView
from webapp.report.views.practice_model import NOTE_LINES, PageFit

MOST_PAGES = 6  # Pages of a standard report. Large print takes the pages that it needs.
LEAST_NOTE_LINES = 3

TIGHTER_FITS = (
    PageFit(shows_absent=False),
    PageFit(shows_absent=False, is_tight=True),
    *(
        PageFit(lines, shows_absent=False, shows_remarks=False, is_tight=True)
        for lines in range(NOTE_LINES, LEAST_NOTE_LINES - 1, -1)
    ),
)
"""The practitioner's page has one page: what gives way, the least important first."""


def is_too_long(view: ReportView, pages: int) -> bool:
    """Whether the report should be tried again with fewer words, and can be."""
    return view.edition == "standard" and pages > MOST_PAGES and len(view.full) > view.least_in_full


def with_less_space(view: ReportView) -> ReportView:
    """Return the report with closer spacing and fewer lines for the pen."""
    return replace(view, is_tight=True, note_lines=LEAST_NOTE_LINES)


def with_one_less_in_full(view: ReportView) -> ReportView:
    """Move the last factor described in full to the front of those described in a few words."""
    *kept, last = view.full
    mention = FactorMention(last.factor, last.title, last.level, last.gaps, last.notes)
    remarked = (mention, *view.remarked) if mention.notes else view.remarked
    shorter = replace(view, full=tuple(kept), further=(mention, *view.further), remarked=remarked)
    return replace(shorter, references=_still_cited(shorter))


def _still_cited(view: ReportView) -> tuple[ReferenceLine, ...]:
    """Return the references that are still cited, with their numbers unchanged."""
    told: tuple[FactorText, ...] = (*view.full, *view.apart)
    cited = {number for factor in told for number in factor.references}
    cited |= {number for row in view.trace for rule in row.rules for number in rule.references}
    return tuple(reference for reference in view.references if reference.number in cited)
