"""From HTML to the bytes of a PDF. Loads the renderer: only for the render process."""

import contextlib
import gc
import io
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from hashlib import sha256
from itertools import pairwise
from typing import Any

from webapp.clinic import Logo
from webapp.paper.form import PaperForm
from webapp.paper.layout import FormLayout
from webapp.report.pdf.bundle import BundleView
from webapp.report.pdf.fetcher import LogoOnlyFetcher, RefusedFetchError
from webapp.report.pdf.finishing import finish
from webapp.report.pdf.form_codes import draw_codes, form_layout
from webapp.report.pdf.frames import bottom_of_words, end_frames
from webapp.report.pdf.html import TEMPLATES, BundlePosition, render_back, render_html
from webapp.report.pdf.log_errors import ending_on_complaints
from webapp.report.pdf.page_fit import TIGHTER_FITS, PatientPages, with_less_space
from webapp.report.pdf.renderer import (
    CSS,
    HTML,
    Attachment,
    Document,
    FatalURLFetchingError,
    FontConfiguration,
)
from webapp.report.pdf.weasyprint_patches.apply_all import apply_all
from webapp.report.views.documents import FormWithPlaces, HtmlDocument, Printable, SingleView
from webapp.report.views.plan_model import HandoutView, PlanView
from webapp.report.views.practice_model import PageFit, PracticeView

ROOM_PER_PAGE = {"standard": 0.06, "large": 0.08}
"""The most that closer spacing saves on a page, as part of its height, in all reports of the tests.

It is more in large print, where cards go on over the page.
"""

AFTER_PLAN = "after-plan"  # the class of the report in a handout

SIDES = 2  # sides of a sheet

# PDF 32000-1:2008, 14.4: identifiers are commonly of 16 bytes.
IDENTIFIER_BYTES = 16

VARIANT = "pdf/ua-1"

ATTACHED = "The answers as data (FHIR QuestionnaireResponse) of a report of {pages} pages"
"""What programs that list attached files say of the record. Reading it back, a file with more pages than
these is known to be more than this report: programs that join files keep the record of the first alone.
"""

STYLES = {
    "report": ("report.css",),
    "practitioner": ("report.css", "practitioner.css"),
    "form": ("paper.css",),
    "own": (),
}
"""Sheets for the patient, inside the clinic and forms on paper, and none for pages with their own style."""

REPORT_STYLE, PRACTITIONER_STYLE, FORM_STYLE, OWN_STYLE = STYLES


def print_report(view: Printable) -> bytes:
    """Return the view as a tagged PDF (PDF/UA-1), with its record attached. Equal views give equal bytes.

    A page that would be nearly empty is saved by less room where that is enough (`page_fit`).
    Raise RefusedFetchError when a page asks for anything but the clinic's logo, and FaultyPrintError when
    the renderer would go on without something.
    """
    if isinstance(view, HtmlDocument):
        return _write(_lay_out(view.html, OWN_STYLE, LogoOnlyFetcher()))
    if isinstance(view, PaperForm):
        return _print_form(view)[1]
    if isinstance(view, FormWithPlaces):
        layout, pdf = _print_form(view.form)
        return layout.text.encode() + b"\n" + pdf
    fetcher = LogoOnlyFetcher(view.clinic.logo)
    if isinstance(view, BundleView):
        return _print_bundle(view, fetcher)
    laid_out = _fit(view, fetcher)
    return _write(laid_out, _attachments(view, laid_out.length))


def print_html(html: str, logo: Logo | None = None) -> bytes:
    """Print any page in the style of the report, as `print_report` does, whatever its length."""
    return _write(_lay_out(html, REPORT_STYLE, LogoOnlyFetcher(logo)))


def _print_form(form: PaperForm) -> tuple[FormLayout, bytes]:
    """Print the form with its codes: they name the places of the boxes, so these are found first."""
    laid_out = _lay_out(render_html(form), FORM_STYLE, LogoOnlyFetcher())
    layout = form_layout(laid_out.document)

    def finish_form(document: object, pdf: Any) -> None:  # noqa: ANN401 - the renderer ships no types
        finish(document, pdf)
        draw_codes(pdf, form, layout)

    return layout, _write(laid_out, finisher=finish_form)


@dataclass(frozen=True)
class LaidOut:
    """A document that is laid out, and the HTML that it was."""

    html: str
    document: Document

    @property
    def length(self) -> int:
        return len(self.document.pages)


def _print_bundle(view: BundleView, fetcher: LogoOnlyFetcher) -> bytes:
    """Print the cover list, then each document, laid out by itself with its own page numbers.

    Each begins on a sheet of its own, also where both sides are printed: no report has another
    patient's on its back.
    """
    sides = 1 if view.clinic.one_sided else SIDES
    ends = [_whole_sheets(_cover(view, fetcher).length, sides)]
    laid_out = []
    for one in view.enclosed:
        laid_out.append(_fit(one.view, fetcher, BundlePosition(ends[-1], one.row.label)))
        ends.append(ends[-1] + _whole_sheets(laid_out[-1].length, sides))
        gc.collect()  # layouts that did not fit; a render process collects only after a job
    cover = _cover(view.starting_at([end + 1 for end in ends[:-1]]), fetcher)
    pages = [page for part in (cover, *laid_out) for page in _with_back(part, view, fetcher)]
    html = "".join(part.html for part in (cover, *laid_out))
    return _write(LaidOut(html, cover.document.copy(pages)))


def _whole_sheets(pages: int, sides: int) -> int:
    """Return the number of pages, rounded up to whole sheets with this many printed sides."""
    return pages + pages % sides


def _with_back(part: LaidOut, view: BundleView, fetcher: LogoOnlyFetcher) -> Iterator[Any]:
    """Yield the pages, and an empty one where the last would have another document on its back."""
    yield from part.document.pages
    if part.length % SIDES and not view.clinic.one_sided:
        yield from _lay_out(render_back(view), PRACTITIONER_STYLE, fetcher).document.pages


def _cover(view: BundleView, fetcher: LogoOnlyFetcher) -> LaidOut:
    return _lay_out(render_html(view), PRACTITIONER_STYLE, fetcher)


def _fit(view: SingleView, fetcher: LogoOnlyFetcher, position: BundlePosition | None = None) -> LaidOut:
    """Lay a document out in as many pages as it should have, where that is possible."""

    def lay_out(view: SingleView) -> LaidOut:
        is_for_patient = isinstance(view, PatientPages)
        style = REPORT_STYLE if is_for_patient else PRACTITIONER_STYLE
        return _lay_out(render_html(view, position), style, fetcher)

    if isinstance(view, PatientPages):
        return _closer_to_save_a_page(view, lay_out)
    return _with_less_room(view, lay_out) if isinstance(view, PracticeView) else lay_out(view)


def _closer_to_save_a_page(view: PatientPages, lay_out: Callable[[SingleView], LaidOut]) -> LaidOut:
    """Lay out what a patient gets, with closer spacing where that saves a page.

    That is tried for a plan of more than one page, and for a report whose last page the others may take in.
    """
    laid_out, closer = lay_out(view), with_less_space(view)
    room = ROOM_PER_PAGE[view.report.edition if isinstance(view, HandoutView) else view.edition]
    is_roomy = laid_out.length > 1 if isinstance(view, PlanView) else _ends_in_few_lines(laid_out, room)
    if closer == view or not is_roomy:
        return laid_out
    tried = lay_out(closer)
    return tried if tried.length < laid_out.length else laid_out


def _ends_in_few_lines(laid_out: LaidOut, room: float) -> bool:
    """Return whether the last page of any part is so empty that the pages before it could take it in."""
    boxes = [page._page_box for page in laid_out.document.pages]  # noqa: SLF001 - nothing else tells it
    boxes = [page for page in boxes if not page.page_type.blank]
    begins = [number for number, pair in enumerate(pairwise(boxes), 1) if _begins_part(*pair)]
    parts = pairwise((0, *begins, len(boxes)))
    return any(_filled(boxes[end - 1]) < room * (end - begin - 1) for begin, end in parts)


def _begins_part(before: Any, page: Any) -> bool:  # noqa: ANN401 - the renderer ships no types
    """Return whether a page is of another kind than the one before, or the first after a plan."""
    earlier, first = (one.children[0].children[0].children[0].element for one in (before, page))
    begins_report = first.get("class") == AFTER_PLAN and first is not earlier
    return page.page_type.name != before.page_type.name or begins_report


def _filled(page: Any) -> float:  # noqa: ANN401 - the renderer ships no types
    """Return how far down a page its content goes, as a part of its height."""
    return float((bottom_of_words(page.children[0]) - page.content_box_y()) / page.height)


def _with_less_room(view: PracticeView, lay_out: Callable[[PracticeView], LaidOut]) -> LaidOut:
    """Lay the document out on as few pages as possible, with as much room as they leave."""
    first = lay_out(view)
    if first.length == 1:
        return first
    tried = {TIGHTER_FITS[-1]: lay_out(replace(view, fit=TIGHTER_FITS[-1]))}
    fewest = tried[TIGHTER_FITS[-1]].length

    def fits(fit: PageFit) -> bool:
        tried[fit] = tried.get(fit) or lay_out(replace(view, fit=fit))
        return tried[fit].length == fewest

    if first.length == fewest:
        return first
    roomiest = TIGHTER_FITS[bisect_left(TIGHTER_FITS, True, key=fits)]  # noqa: FBT003 - the key's answer
    with_lines = replace(roomiest, shows_lines=True)
    return tried[with_lines if fits(with_lines) else roomiest]


def _lay_out(html: str, style: str, fetcher: LogoOnlyFetcher) -> LaidOut:
    printer = load_printer()
    sheets = [printer.sheets[name] for name in STYLES[style]]
    with _whole(fetcher):
        page = HTML(string=html, url_fetcher=fetcher)
        document = page.render(font_config=printer.fonts, stylesheets=sheets, pdf_variant=VARIANT)
    end_frames(document)
    return LaidOut(html, document)


def _attachments(view: SingleView, pages: int) -> list[Attachment]:
    """Return the record as an attachment, with fixed times: otherwise they would be now."""
    if not isinstance(view, PatientPages) or view.record is None:
        return []
    name, content = view.record.name, io.BytesIO(view.record.content)
    day = datetime.fromisoformat(view.iso_date)
    description = ATTACHED.format(pages=pages)
    return [Attachment(file_obj=content, name=name, description=description, created=day, modified=day)]


def _write(
    laid_out: LaidOut,
    attachments: Sequence[Attachment] = (),
    finisher: Callable[[object, Any], None] = finish,
) -> bytes:
    identifier = sha256(laid_out.html.encode()).digest()[:IDENTIFIER_BYTES]
    with _whole(laid_out.document.url_fetcher):
        pdf: bytes = laid_out.document.write_pdf(
            finisher=finisher, pdf_variant=VARIANT, pdf_identifier=identifier, attachments=attachments
        )
    return pdf


@contextlib.contextmanager
def _whole(fetcher: LogoOnlyFetcher) -> Iterator[None]:
    """Raise for anything missing in a report, also where the renderer would go on without it."""
    with ending_on_complaints():
        with contextlib.suppress(FatalURLFetchingError):
            yield
        if fetcher.has_refused:
            raise RefusedFetchError("the page asked for something outside itself")


def warm_up() -> None:
    """Load what the first report would have to wait for: the style sheets, and each face that it uses."""
    print_html(
        "<html lang=en><title>-</title><h1>H</h1><p>a <b>b</b> <i>c</i> \N{GREATER-THAN OR EQUAL TO}</p>"
    )


@dataclass(frozen=True)
class Printer:
    """The fonts and the style sheets by name, which all prints of a process share."""

    fonts: Any
    sheets: Mapping[str, Any]


@cache
def load_printer() -> Printer:
    """Patch the renderer and parse the style sheets, once in a process."""
    apply_all()
    fonts = FontConfiguration()
    names = {name for style in STYLES.values() for name in style}
    with ending_on_complaints(says_all=True):
        return Printer(fonts, {name: _sheet(name, fonts) for name in sorted(names)})


def _sheet(name: str, fonts: Any) -> Any:  # noqa: ANN401 - the renderer ships no types
    css = (TEMPLATES / name).read_text(encoding="utf-8")
    return CSS(string=css, font_config=fonts, url_fetcher=LogoOnlyFetcher())
