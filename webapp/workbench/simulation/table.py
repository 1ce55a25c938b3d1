"""A simulation as a table for the terminal, and as rows for a spreadsheet."""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO

from webapp.exchange.csv_cells import csv_cell
from webapp.questionnaire.levels import Level
from webapp.workbench.simulation.run import SamplingPlan
from webapp.workbench.simulation.summary import Summary
from webapp.workbench.simulation.tally import ANY_OF_THESE

MAX_NEVER = 40  # lines on what never occurred that the terminal shows
TableRow = Sequence[object]


def as_lines(summary: Summary, flags: Sequence[str] = ()) -> Iterator[str]:
    """Yield the lines of the terminal; `flags` are counted by name."""
    yield from _levels(summary)
    yield from _flags(summary, flags)
    yield from _stopped(summary)
    yield from _together(summary)
    yield from _never(summary)
    yield ""
    yield (
        f"Time to fill in: {summary.minutes_at(0.5):g} minutes for half of them, "
        f"{summary.minutes_at(0.9):g} for nine in ten."
    )


def _levels(summary: Summary) -> Iterator[str]:
    width = max((len(row.factor) for row in summary.rows), default=0)
    heads = "".join(f"{level.word:>10}" for level in Level)
    yield f"{'factor':{width}}{heads}{'open':>10}"
    for row in summary.rows:
        counts = [*row.settled.values(), row.open]
        yield f"{row.factor:{width}}" + "".join(f"{percent(summary.share(count)):>10}" for count in counts)


def _flags(summary: Summary, flags: Sequence[str]) -> Iterator[str]:
    if flags:
        yield ""
        yield "Safety flags:"
    names = [(flag, f"safety flag {flag}") for flag in flags]
    for shown, name in [*names, ("any of these", ANY_OF_THESE)] if flags else []:
        share = percent(summary.share(summary.tally.held[name]))
        yield f"  {shown}: {share}"


def _stopped(summary: Summary) -> Iterator[str]:
    if summary.tally.stopped:
        flags = ", ".join(f"{flag} {count:,}" for flag, count in sorted(summary.tally.stopped.items()))
        yield ""
        people = summary.tally.people + summary.tally.stopped.total()
        yield f"Besides, of {people:,} people who began, the form stopped before its end for: {flags}."


def _together(summary: Summary) -> Iterator[str]:
    if summary.closest:
        yield ""
        yield "Factors that go together:"
    for pair in summary.closest:
        yield (
            f"  {pair.first} and {pair.second}: {percent(summary.share(pair.both))} have both, "
            f"{percent(summary.share(pair.by_chance))} by chance; "
            f"their levels correlate by {pair.correlation:.2f}"
        )


def _never(summary: Summary) -> Iterator[str]:
    if summary.never:
        yield ""
        yield "Came out for nobody (which does not prove that it never can):"
    yield from (f"  {name}" for name in summary.never[:MAX_NEVER])
    if len(summary.never) > MAX_NEVER:
        yield f"  and {len(summary.never) - MAX_NEVER} more"


def percent(share: float) -> str:
    """Return a share in percent; a small share is never shown as zero."""
    written = f"{100 * share:.1f} %"
    return "< 0.1 %" if share > 0 and written == "0.0 %" else written


def as_csv(summary: Summary, plan: SamplingPlan) -> str:
    """Return one count a row: kind, id, what was counted, number of people."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["kind", "id", "what", "people"])
    made_up = ("all", "", f"seed {plan.seed}", summary.tally.people)
    for row in (made_up, *_rows(summary)):
        writer.writerow([csv_cell(value) for value in row])
    return text.getvalue()


def _rows(summary: Summary) -> Iterator[TableRow]:
    tally = summary.tally
    for row in summary.rows:
        yield from (("level", row.factor, level.word, count) for level, count in row.settled.items())
        yield "level", row.factor, "open", row.open
    yield from (("pair", pair.first, pair.second, pair.both) for pair in summary.pairs)
    yield from (("asked", one, "", tally.asked[one]) for one in summary.questionnaire.questions)
    yield from (("held", name, "", count) for name, count in sorted(tally.held.items()))
    yield from (("never", name, "", 0) for name in summary.never)
    yield from (("stopped", flag, "", count) for flag, count in sorted(tally.stopped.items()))
    yield from (("minutes", minutes, "", count) for minutes, count in summary.minutes)
