"""From a view to the HTML that is printed."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from webapp.cldr.wide_signs import needs_no_blanks, set_wide
from webapp.localization.localizer import Localizer
from webapp.localization.passphrase_words import language_of
from webapp.localization.templates import install_catalogues
from webapp.paper.form import PaperForm
from webapp.project_files import project_file
from webapp.questionnaire.units import bind_units
from webapp.report.charts.number_line import number_line
from webapp.report.charts.pictures import picture
from webapp.report.pdf.bundle import BundleView
from webapp.report.pdf.printable_text import on_paper
from webapp.report.views.amount_words import band_words, line_description, moved_words
from webapp.report.views.comparison_model import ComparisonView
from webapp.report.views.documents import DocumentView
from webapp.report.views.foot import foot_of
from webapp.report.views.model import ReportView
from webapp.report.views.plan_model import HandoutView, PlanView
from webapp.report.views.practice_model import PracticeView
from webapp.report.views.prose import headed, inline, prose, thoughts

TEMPLATES = project_file("report_templates")

PAGES = {
    ReportView: "patient.html",
    PracticeView: "practitioner.html",
    ComparisonView: "comparison.html",
    PlanView: "plan.html",
    HandoutView: "handout.html",
    BundleView: "cover.html",
    PaperForm: "paper.html",
}
"""The template of each kind."""

LAST_SPACES = re.compile(
    r"\s+(?=</?(?:article|col|colgroup|div|h[1-6]|li|p|section|table|tbody|td|th|thead|tr|ul)\b)"
)
"""White space at the end of a block: with it, a line that just fits is broken after its first word.

Between two blocks it says nothing, and makes work.
"""

SPACES_BEFORE = re.compile(r"\s+(</?(?:a|b|bdi|em|i|span|strong)\b[^>]*>)(?=[^<\s])")
"""The same before a piece within a line: there the white space goes behind the tag."""

HUNG = len("00. ")
FIGURE_SPACE = "\N{FIGURE SPACE}"

PAIR = 2  # so few numbers in a row are listed one by one

HEADING = 1.5  # lines that the heading of a section takes
LINES_OF_A_PICTURE = 3
HALF_LINE = 72  # letters in a line of half the practitioner's page, about


@dataclass(frozen=True)
class BundlePosition:
    """The place of a document in a file of several: the page before its first, and what its bookmark says."""

    after: int
    label: str


def render_html(view: DocumentView, position: BundlePosition | None = None) -> str:
    """Return the view as one HTML page without a link to anything outside itself.

    What no encoding can write (half a surrogate pair) comes out as "?".
    """
    template = _environment(view.localizer).get_template(PAGES[type(view)])
    report = view.report if isinstance(view, HandoutView) else view
    part = _part_for_staff(report, position) if isinstance(report, ReportView) else ""
    html = template.render(view=on_paper(view), position=position, part_for_staff=part)
    html = SPACES_BEFORE.sub(r"\1 ", LAST_SPACES.sub("", html))
    return _close_up(html, view.localizer).encode(errors="replace").decode()


def _close_up(html: str, words: Localizer) -> str:
    return set_wide(html) if needs_no_blanks(words.language) else html


def _part_for_staff(view: ReportView, position: BundlePosition | None) -> Markup:
    """Return the practitioner's part in the clinic's language; "" where the report is in it."""
    if view.for_staff is None:
        return Markup()
    part = _environment(view.for_staff.localizer).get_template("parts/practitioner.html")
    words = view.for_staff.localizer
    html = part.render(view=on_paper(view.for_staff), position=position)
    html = Markup(_close_up(html, words))  # noqa: S704  our own template
    return Markup('<div lang="{}" dir="{}">{}</div>').format(words.language, words.direction, html)


def render_back(view: BundleView) -> str:
    """Return the empty back of a sheet in this file."""
    return LAST_SPACES.sub(
        "", _environment(view.localizer).get_template("back.html").render(view=view, position=None)
    )


def halves(parts: Sequence[Markup]) -> list[Sequence[Markup]]:
    """Split the parts that have content into two columns, in order, as even in length as possible."""
    filled = [part for part in parts if part.strip()]
    lengths = [_lines(part) for part in filled]
    cut = min(range(len(filled) + 1), key=lambda at: max(sum(lengths[:at]), sum(lengths[at:])), default=0)
    return [filled[:cut], filled[cut:]]


def _lines(part: Markup) -> float:
    """Estimate how many lines a part takes in half the width."""
    paragraphs = part.split("</p>")[:-1]
    pictures = LINES_OF_A_PICTURE * part.count("</svg>")
    return HEADING + pictures + sum(-(-len(one.striptags()) // HALF_LINE) for one in paragraphs)


def hung(number: int) -> str:
    """Return the number of an item of a list, as wide with one digit as with two."""
    return f"{number}. ".rjust(HUNG, FIGURE_SPACE)


def ranges(numbers: Sequence[int], localizer: Localizer) -> str:
    """Write ascending numbers with their runs joined: "1, 4-6"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return localizer.isolate(localizer.join(chain.from_iterable(map(_run, runs))))


def _run(run: Sequence[int]) -> Iterable[str]:
    return [f"{run[0]}–{run[-1]}"] if len(run) > PAIR else map(str, run)


def _finalized(value: object, isolate: Callable[[str], str]) -> object:
    """Keep numbers and units of plain text on one line; `prose` and `inline` did so for their own."""
    return bind_units(isolate(value)) if type(value) is str else value


def _isolating(render: Callable[[str], Markup], localizer: Localizer) -> Callable[[str], Markup]:
    """Return `render` for texts in this language; in easy read it puts one thought on a line."""
    if localizer.is_easy:
        return lambda text: thoughts(render(localizer.isolate(text)))
    return lambda text: render(localizer.isolate(text))


@cache
def _environment(localizer: Localizer) -> Environment:
    """Return the templates in one language; a process prints few."""
    finalized = partial(_finalized, isolate=localizer.isolate if localizer.is_rtl else str)
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=finalized,
    )
    environment.filters["unbroken"] = finalized
    environment.globals.update(
        number_line=partial(number_line, is_easy=localizer.is_easy),
        picture=picture,
        foot_of=foot_of,
        semicolon=localizer.semicolon,
        band_words=partial(band_words, localizer=localizer),
        line_description=partial(line_description, localizer=localizer),
        moved_words=partial(moved_words, localizer=localizer),
    )
    rendering = {"prose": prose, "inline": inline, "headed": headed}
    environment.filters.update({name: _isolating(one, localizer) for name, one in rendering.items()})
    environment.filters.update(halves=halves, hung=hung, own_direction=localizer.own_direction)
    environment.filters.update(listed=localizer.join, join_phrases=localizer.join_phrases)
    environment.filters.update(quoted=localizer.quote, sentence=localizer.sentence)
    environment.filters.update(ranges=partial(ranges, localizer=localizer), passphrase_language=language_of)
    install_catalogues(environment, lambda: localizer)
    return environment
