"""The boxes and the codes of a form on paper: found in a laid-out document, and drawn into its PDF.

Knows the renderer's boxes: only for the render process.
"""

from collections.abc import Iterator
from typing import Any

import pydyf
import segno

from webapp.paper.codes import SIZE, SIZES, PageCode, corner_places
from webapp.paper.form import PaperForm
from webapp.paper.layout import BoxPlace, FormLayout

KEY = "data-box"  # the attribute of a box in the template
HUNDREDTHS_IN_A_PIXEL = 2540 / 96  # hundredths of a millimetre in a CSS pixel
POINTS = 72 / 2540  # PDF points in a hundredth of a millimetre
QR_VERSION = 2  # 25 modules a side, for up to 38 letters and digits


def form_layout(document: Any) -> FormLayout:  # noqa: ANN401 - the renderer ships no types
    """Return where the boxes of a laid-out form stand."""
    pages = [page._page_box for page in document.pages]  # noqa: SLF001 - nothing else tells it
    boxes = (_place(box, number) for number, page in enumerate(pages, 1) for box in _boxes(page))
    return FormLayout(len(pages), tuple(boxes))


def _boxes(page: Any) -> Iterator[Any]:  # noqa: ANN401
    for box in page.descendants():
        element = getattr(box, "element", None)
        if element is not None and element.get(KEY) and element.tag == box.element_tag:
            yield box


def _place(box: Any, page: int) -> BoxPlace:  # noqa: ANN401
    left, top, side = box.border_box_x(), box.border_box_y(), box.border_width()
    return BoxPlace(
        box.element.get(KEY), page, *(round(one * HUNDREDTHS_IN_A_PIXEL) for one in (left, top, side))
    )


def draw_codes(pdf: pydyf.PDF, form: PaperForm, layout: FormLayout) -> None:
    """Draw four codes on each page. They are marked as decoration: they say nothing to a reader."""
    common = form.code.with_layout(layout.digest(form.fixed))
    pages = [one for one in pdf.objects if isinstance(one, dict) and one.get("Type") == "/Page"]
    for number, page in enumerate(pages, 1):
        stream = pydyf.Stream(compress=True)
        stream.stream.append(b"/Artifact BMC 0 g")
        for corner, place in enumerate(corner_places(form.edition.paper)):
            code = PageCode(common, number, layout.pages, corner)
            stream.stream.extend(_modules(code, place, SIZES[form.edition.paper][1]))
        stream.stream.append(b"f EMC")
        pdf.add_object(stream)
        page["Contents"] = pydyf.Array([stream.reference, page["Contents"]])


def _modules(code: PageCode, place: tuple[int, int], height: int) -> Iterator[bytes]:
    """Yield a rectangle for each run of dark modules."""
    rows = segno.make_qr(code.text, version=QR_VERSION, error="M", boost_error=False).matrix
    module = SIZE / len(rows)
    for down, row in enumerate(rows):
        for start, length in _dark_runs(row):
            left, bottom = place[0] + start * module, height - place[1] - (down + 1) * module
            numbers = (one * POINTS for one in (left, bottom, length * module, module))
            yield " ".join(f"{one:.3f}" for one in numbers).encode() + b" re"


def _dark_runs(row: bytearray) -> Iterator[tuple[int, int]]:
    at = 0
    for piece in bytes(row).replace(b"\x00", b" ").split(b" "):
        if piece:
            yield at, len(piece)
        at += len(piece) + 1
