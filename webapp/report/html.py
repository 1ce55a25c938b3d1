"""From the view to the HTML that is printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from webapp.report.model import AnswerSection, ReportView
from webapp.report.prose import inline, prose

TEMPLATES = Path(__file__).resolve().parents[2] / "report_templates"

LAST_SPACES = re.compile(r"\s+(?=</(?:p|td|th|h[1-6])>)")
"""White space at the end of a block: with it, a line that just fits is broken after its first word."""

HEADING = 1.5
"""Lines that the heading of a section takes."""


def render_html(view: ReportView) -> str:
    """The patient's report as one HTML page without a link to anything outside itself.

    What no encoding can write (half a surrogate pair) comes out as "?".
    """
    html = _environment().get_template("patient.html").render(view=view)
    return LAST_SPACES.sub("", html).encode(errors="replace").decode()


def columns(sections: Sequence[AnswerSection], count: int) -> list[Sequence[AnswerSection]]:
    """The sections in one column or two, in order, as even in length as may be."""
    if count == 1 or len(sections) == 1:
        return [sections]
    lengths = [len(section.lines) + HEADING for section in sections]
    cut = min(range(1, len(sections)), key=lambda place: abs(sum(lengths[:place]) - sum(lengths[place:])))
    return [sections[:cut], sections[cut:]]


def ranges(numbers: Sequence[int]) -> str:
    """Ascending numbers, with runs joined: "1, 4-6"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(_run(run[0], run[-1]) for run in runs)


def _run(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}, {last}" if last == first + 1 else f"{first}–{last}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(prose=prose, inline=inline, ranges=ranges, columns=columns)
    return environment
