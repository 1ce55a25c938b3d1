"""Keep computed styles from report to report.

Patches `weasyprint.css.StyleFor`, `css.find_stylesheets`, `layout.page.set_page_type_computed_styles` and
`formatting_structure.build.wrap_table`. For every document the renderer matches each element with each rule,
parses the small style sheet in the page, computes the styles of each kind of page, and copies the style of
each table. Our style sheets are the same in every report, and so are the styles (`element_styles`). A page
with an element or an attribute that is not known there goes the renderer's own way.

What is kept holds no answers: names of elements, classes, languages, sizes, colours.

Waits for: Kozea/WeasyPrint #2813 (merged, in 70.0) shares computed styles within a document on the same seam;
a cache that outlives the document has no upstream issue known.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from weasyprint import CSS, css
from weasyprint.formatting_structure import build
from weasyprint.formatting_structure.boxes import TableBox
from weasyprint.layout import page

from webapp.report.pdf.fetcher import LogoOnlyFetcher
from webapp.report.pdf.weasyprint_patches.element_styles import ElementStyles, StyleWalk, is_cacheable
from webapp.report.pdf.weasyprint_patches.patching import replace

OWN_SHEET = re.compile(r"\s*:root \{ --accent: #[0-9a-f]{6} \}\s*@page \{ size: \w+ \}\s*")
"""What parts/head.html writes: the clinic's colour, and the paper."""

MAX_CACHES = 8
"""Sets of style sheets: each colour and paper makes one, for reports and for practitioners' pages."""

MAX_ELEMENTS = 4000  # some 700 occur in the reports of all people of the tests
MAX_PAGE_TYPES = 200  # each page of a document may have a type of its own
_find_stylesheets = css.find_stylesheets
_set_page_type_computed_styles = page.set_page_type_computed_styles
_wrap_table = build.wrap_table


class StyleCache:
    """The styles under one set of style sheets: of elements, and of kinds of pages."""

    def __init__(self) -> None:
        self.elements: dict[Any, ElementStyles] = {}
        self.page_types: dict[Any, dict[Any, Any]] = {}

    def trim(self) -> None:
        """Start over when the cache is too large."""
        if len(self.elements) > MAX_ELEMENTS or len(self.page_types) > MAX_PAGE_TYPES:
            self.elements.clear()
            self.page_types.clear()


@lru_cache(MAX_CACHES)
def cache_for(_sheets: tuple[Any, ...], _fonts: Any) -> StyleCache:
    """Return the cache for these style sheets; a sheet that was parsed twice is another sheet."""
    return StyleCache()


class CachingStyleFor(css.StyleFor):  # type: ignore[misc]  # the renderer ships no types
    """The styles of one document. `cache` is None where the renderer computes them alone."""

    cache: StyleCache | None = None

    def __init__(
        self, html: Any, sheets: Any, presentational_hints: Any, font_config: Any, targets: Any
    ) -> None:
        if presentational_hints or not is_cacheable(html.etree_element):
            super().__init__(html, sheets, presentational_hints, font_config, targets)
            return
        self._cascaded_styles: dict[Any, Any] = {}
        self._computed_styles: dict[Any, Any] = {}
        self.initial_page_sizes = {"box": None, "area": None}
        self._sheets = self.sheets = sheets
        self.font_config = font_config
        self.cache = cache_for(tuple(sheets), font_config) if all(map(is_reused, sheets)) else StyleCache()
        self.cache.trim()
        StyleWalk(self, html, targets, self.cache.elements).start()
        self._cascaded_styles.clear()


def find_stylesheets(
    wrapper: Any, media: str, fetcher: Any, base_url: Any, font_config: Any, *others: Any
) -> Iterator[Any]:
    """Yield the style sheets of a page. Ours is parsed once; the renderer parses any other."""
    root = wrapper.etree_element
    found = [*root.iter("style"), *root.iter("link")]
    text = "".join(found[0].itertext()) if len(found) == 1 and not found[0].attrib else ""
    if OWN_SHEET.fullmatch(text):
        yield own_sheet(text, font_config)
    else:
        yield from _find_stylesheets(wrapper, media, fetcher, base_url, font_config, *others)


@lru_cache(MAX_CACHES)
def own_sheet(text: str, font_config: Any) -> Any:
    """Parse the style sheet that our template writes. It refers to nothing outside itself."""
    made = CSS(string=text, url_fetcher=LogoOnlyFetcher(), font_config=font_config)
    made.is_reused = True
    return made


def is_reused(known: tuple[Any, str, Any]) -> bool:
    """Return whether the next report will have this very object: sheets in other pages are not reused."""
    made, origin, _ = known
    return origin != "author" or hasattr(made, "is_reused")


def set_page_type_computed_styles(page_type: Any, html: Any, style_for: Any) -> None:
    """Set the styles of a kind of page and of its margin boxes."""
    if style_for.cache is None:
        _set_page_type_computed_styles(page_type, html, style_for)
        return
    computed, page_types = style_for.get_computed_styles(), style_for.cache.page_types
    key = (repr(page_type), id(computed[html.etree_element, None]))
    if key not in page_types:
        _set_page_type_computed_styles(page_type, html, style_for)
        page_types[key] = {pseudo: style for (of, pseudo), style in computed.items() if of == page_type}
    computed.update({(page_type, pseudo): style for pseudo, style in page_types[key].items()})


def wrap_table(box: Any, children: Any) -> Any:
    """Wrap a table, with the two styles that were made for the first table of this style."""
    kept = box.style.__dict__
    wrapper = _wrap_table(box, children)
    (table,) = (one for one in wrapper.children if isinstance(one, TableBox))
    wrapper.style, table.style = kept.setdefault("wrapped", (wrapper.style, table.style))
    return wrapper


def apply() -> None:
    """Apply the patch."""
    replace(css.StyleFor, CachingStyleFor)
    replace(_find_stylesheets, find_stylesheets)
    replace(_set_page_type_computed_styles, set_page_type_computed_styles)
    replace(_wrap_table, wrap_table)
