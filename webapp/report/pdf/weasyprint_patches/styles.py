"""Styles that are kept from report to report.

Replaces `weasyprint.css.StyleFor`, `css.find_stylesheets`, `layout.page.set_page_type_computed_styles` and
`formatting_structure.build.wrap_table`. For every report the renderer matches every element with every
rule, reads the small style sheet in the page, finds the styles of each sheet of paper, and copies the style
of each table. The style sheets are the same in each report, and with them each of these styles
(`places`). A page with an element or an attribute that is not known there goes the renderer's own way.

What is kept holds no answers: names of elements, classes, languages, sizes, colours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from weasyprint import CSS, css
from weasyprint.formatting_structure import build
from weasyprint.formatting_structure.boxes import TableBox
from weasyprint.layout import page

from webapp.report.pdf.fetcher import HandedFetcher
from webapp.report.pdf.weasyprint_patches.patching import replace
from webapp.report.pdf.weasyprint_patches.places import Place, Walk, is_known

OWN_SHEET = re.compile(r"\s*:root \{ --accent: #[0-9a-f]{6} \}\s*@page \{ size: \w+ \}\s*")
"""What parts/head.html writes: the clinic's colour, and the paper."""

MOST_SHEETS = 8
"""Sets of style sheets that are kept: each colour and each paper makes one, within the clinic and without."""

MOST_PLACES = 4000
"""Some 700 are seen in the reports of all people of the tests."""

MOST_PAPERS = 200
"""Each page of a document may be one of its own."""

_find_stylesheets = css.find_stylesheets
_set_page_type_computed_styles = page.set_page_type_computed_styles
_wrap_table = build.wrap_table


class Known:
    """What is known under some style sheets: places in a page, and kinds of sheets of paper."""

    def __init__(self) -> None:
        self.places: dict[Any, Place] = {}
        self.papers: dict[Any, dict[Any, Any]] = {}

    def keep_small(self) -> None:
        """Begin again when there is too much of it."""
        if len(self.places) > MOST_PLACES or len(self.papers) > MOST_PAPERS:
            self.places.clear()
            self.papers.clear()


@lru_cache(MOST_SHEETS)
def known_under(_sheets: tuple[Any, ...], _fonts: Any) -> Known:
    """What is known under these style sheets; the same sheets are the same objects."""
    return Known()


class KeptStyles(css.StyleFor):  # type: ignore[misc]  # the renderer ships no types
    """The styles of one page."""

    known: Known | None = None
    """Nothing where the page goes the renderer's own way."""

    def __init__(
        self, html: Any, sheets: Any, presentational_hints: Any, font_config: Any, targets: Any
    ) -> None:
        if presentational_hints or not is_known(html.etree_element):
            super().__init__(html, sheets, presentational_hints, font_config, targets)
            return
        self._cascaded_styles: dict[Any, Any] = {}
        self._computed_styles: dict[Any, Any] = {}
        self.initial_page_sizes = {"box": None, "area": None}
        self._sheets = self.sheets = sheets
        self.font_config = font_config
        self.known = known_under(tuple(sheets), font_config) if all(map(is_kept, sheets)) else Known()
        self.known.keep_small()
        Walk(self, html, targets, self.known.places).start()
        self._cascaded_styles.clear()


def find_stylesheets(
    wrapper: Any, media: str, fetcher: Any, base_url: Any, font_config: Any, *others: Any
) -> Iterator[Any]:
    """The style sheets that stand in a page; ours is read once, and any other by the page's own fetcher."""
    root = wrapper.etree_element
    found = [*root.iter("style"), *root.iter("link")]
    text = "".join(found[0].itertext()) if len(found) == 1 and not found[0].attrib else ""
    if OWN_SHEET.fullmatch(text):
        yield sheet(text, font_config)
    else:
        yield from _find_stylesheets(wrapper, media, fetcher, base_url, font_config, *others)


@lru_cache(MOST_SHEETS)
def sheet(text: str, font_config: Any) -> Any:
    """The style sheet, read. It asks for nothing outside itself."""
    made = CSS(string=text, url_fetcher=HandedFetcher(), font_config=font_config)
    made.is_kept = True
    return made


def is_kept(known: tuple[Any, str, Any]) -> bool:
    """Whether this style sheet will be there again for the next report. Those of a page are its author's."""
    made, origin, _ = known
    return origin != "author" or hasattr(made, "is_kept")


def set_page_type_computed_styles(page_type: Any, html: Any, style_for: Any) -> None:
    """Set the styles of a sheet of paper and of what stands in its margins."""
    if style_for.known is None:
        _set_page_type_computed_styles(page_type, html, style_for)
        return
    computed, papers = style_for.get_computed_styles(), style_for.known.papers
    key = (repr(page_type), id(computed[html.etree_element, None]))
    if key not in papers:
        _set_page_type_computed_styles(page_type, html, style_for)
        papers[key] = {pseudo: style for (of, pseudo), style in computed.items() if of == page_type}
    computed.update({(page_type, pseudo): style for pseudo, style in papers[key].items()})


def wrap_table(box: Any, children: Any) -> Any:
    """A table in its wrapper, with the styles that both had the first time."""
    kept = box.style.__dict__
    wrapper = _wrap_table(box, children)
    (table,) = (one for one in wrapper.children if isinstance(one, TableBox))
    wrapper.style, table.style = kept.setdefault("wrapped", (wrapper.style, table.style))
    return wrapper


def hasten() -> None:
    """Put all in place."""
    replace(css.StyleFor, KeptStyles)
    replace(_find_stylesheets, find_stylesheets)
    replace(_set_page_type_computed_styles, set_page_type_computed_styles)
    replace(_wrap_table, wrap_table)
