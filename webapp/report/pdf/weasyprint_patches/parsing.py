"""Parse our own pages with the XML parser of the standard library, which is written in C.

Patches `weasyprint.HTML.__init__`. The pages of report_templates/ are well-formed XML but for void elements
and the doctype. A page that is not (a patient's words may hold characters that XML forbids) is left to the
renderer's HTML parser. The tests compare the trees of both parsers.

Waits for: a way to hand WeasyPrint a parsed tree, as it had when it chose a parser in pure Python for being
correct (Kozea/WeasyPrint #112). No upstream issue known that asks for it.
"""

import re
from typing import Any
from xml.etree import ElementTree

from cssselect2 import ElementWrapper
from weasyprint import HTML

VOID = re.compile(r"<(br|col|hr|img|meta)\b([^>]*)>")
"""HTML elements without an end tag. No ">" is in an attribute: templates escape it."""

DOCTYPE = "<!doctype html>\n"
SVG = "http://www.w3.org/2000/svg"

_init = HTML.__init__


def init(self: Any, *guess: Any, **options: Any) -> None:
    """Take the place of `HTML.__init__`."""
    root = parse_page(options["string"]) if set(options) == {"string", "url_fetcher"} else None
    if root is None:
        _init(self, *guess, **options)
        return
    self.base_url = None
    self.url_fetcher = options["url_fetcher"]
    self.media_type = "print"
    self.etree_element = root
    self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)


def parse_page(html: str) -> ElementTree.Element | None:
    """Return the elements as an HTML parser would, or None for a page that is not well formed."""
    if not html.startswith(DOCTYPE):
        return None
    text = VOID.sub(r"<\1\2/>", html.removeprefix(DOCTYPE)).replace("<svg", f'<svg xmlns="{SVG}"')
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - our own template, without a doctype
    except ElementTree.ParseError:
        return None
    return arranged_as_html(root)


def arranged_as_html(root: ElementTree.Element) -> ElementTree.Element | None:
    """Move white space around head and body, and wrap bare rows in tbody, as the HTML standard says.

    Return None when head and body are not all there is.
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
        _wrap_rows(table)
    return root


def _wrap_rows(table: ElementTree.Element) -> None:
    rows = table.findall("tr")
    if rows:
        body = ElementTree.SubElement(table, "tbody")
        for row in rows:
            table.remove(row)
            body.append(row)


def apply() -> None:
    """Apply the patch."""
    HTML.__init__ = init
