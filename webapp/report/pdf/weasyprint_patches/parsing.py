"""Our own pages read by the XML parser of the standard library, which is compiled.

Takes the place of the renderer's HTML parser (`weasyprint.HTML.__init__`). The pages of report_templates/
are well formed but for elements without an end; a page that is not (a patient's words may hold characters
that XML does not know) goes the other way. The tests compare the trees of both ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from cssselect2 import ElementWrapper
from weasyprint import HTML

VOID = re.compile(r"<(br|col|hr|img|meta)\b([^>]*)>")
"""Elements of HTML that have no end. No ">" stands in an attribute: it is escaped there."""

DOCTYPE = "<!doctype html>\n"
SVG = "http://www.w3.org/2000/svg"


class Page(HTML):  # type: ignore[misc]
    """A page, by the shorter way where it can go it."""

    def __init__(self, string: str, url_fetcher: Any) -> None:
        root = tree_of(string)
        if root is None:
            super().__init__(string=string, url_fetcher=url_fetcher)
            return
        self.base_url = None
        self.url_fetcher = url_fetcher
        self.media_type = "print"
        self.etree_element = root
        self.wrapper_element = Wrapper.from_html_root(root)


class Wrapper(ElementWrapper):  # type: ignore[misc]
    """An element for selectors, which finds others by their names alone without a selector."""

    def query_all(self, *selectors: Any) -> Iterator[Any]:
        """The elements that match, in the order of the page."""
        if not all(isinstance(one, str) and one.isalpha() for one in selectors):
            yield from super().query_all(*selectors)
            return
        for one in self.etree_element.iter():
            if one.tag in selectors:
                yield Wrapper.from_html_root(one)


def tree_of(html: str) -> ElementTree.Element | None:
    """The elements of a page, or nothing if it is not well formed."""
    if not html.startswith(DOCTYPE):
        return None
    text = VOID.sub(r"<\1\2/>", html.removeprefix(DOCTYPE)).replace("<svg", f'<svg xmlns="{SVG}"')
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - our own template, without a doctype
    except ElementTree.ParseError:
        return None
    return as_a_browser_has_it(root)


def as_a_browser_has_it(root: ElementTree.Element) -> ElementTree.Element | None:
    """With what HTML says of white space around head and body, and of rows without a body around them.

    Nothing if there is anything else around.
    """
    if [child.tag for child in root] != ["head", "body"]:
        return None
    if "".join(filter(None, (root.text, root[1].tail))).strip():
        return None
    body = root[1]
    if len(body):
        body[-1].tail = (body[-1].tail or "") + (body.tail or "")
    root.text = body.tail = None
    for table in root.iter("table"):
        _with_body(table)
    return root


def _with_body(table: ElementTree.Element) -> None:
    rows = table.findall("tr")
    if rows:
        body = ElementTree.SubElement(table, "tbody")
        for row in rows:
            table.remove(row)
            body.append(row)
