"""No word is printed into a picture: gauges, the QR code, and the pictures of a comparison."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from typing import Any

import pytest
from weasyprint.formatting_structure.boxes import ReplacedBox, TextBox

from tests.pdf.people import comparison, practice_of, view_of
from webapp.report.pdf.fetcher import LogoOnlyFetcher
from webapp.report.pdf.html import render_html
from webapp.report.pdf.printing import PRACTITIONER_STYLE, _fit, _lay_out
from webapp.report.views.documents import SingleView

VIEWS: dict[str, Callable[[], SingleView]] = {
    **{
        f"{person} {edition}": partial(view_of, person, edition)
        for person in ("W55", "W56", "S02")
        for edition in ("standard", "large")
    },
    "practitioner": partial(practice_of, "W56"),
    "comparison": comparison,
}

Place = tuple[float, float, float, float]
ASIDE, LEADING = 1.0, 2.5
"""CSS pixels that a box may reach into another: rounding, and letters that are taller than their line."""


def meet(one: Place, other: Place) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > ASIDE and down > LEADING


def places(page: Any, kind: type[Any]) -> Iterator[tuple[Place, str]]:  # noqa: ANN401 - the renderer ships no types
    for box in page.children[0].descendants():
        if isinstance(box, kind):
            left, top = box.border_box_x(), box.border_box_y()
            place = (left, top, left + box.border_width(), top + box.border_height())
            yield place, getattr(box, "text", "")


@pytest.mark.parametrize("name", VIEWS)
def test_no_word_stands_in_a_picture(name: str) -> None:
    pages = [page._page_box for page in _fit(VIEWS[name](), LogoOnlyFetcher()).document.pages]
    pictures = [one for page in pages for one in places(page, ReplacedBox)]
    assert pictures
    for page in pages:
        pairs = product(places(page, ReplacedBox), places(page, TextBox))
        assert not [words for (picture, _), (text, words) in pairs if words.strip() and meet(picture, text)]


def test_a_word_in_a_picture_is_found() -> None:
    html = render_html(comparison()).replace(
        'class="ink">', 'class="ink"><span style="margin-right: -9mm">over</span>', 1
    )
    pages = [page._page_box for page in _lay_out(html, PRACTITIONER_STYLE, LogoOnlyFetcher()).document.pages]
    pairs = [pair for page in pages for pair in product(places(page, ReplacedBox), places(page, TextBox))]
    assert [words for (picture, _), (text, words) in pairs if meet(picture, text)] == ["over"]
