"""Whether a browser makes of our HTML what we wrote, by the parsing rules of the HTML standard."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from html5lib.constants import E
from werkzeug.test import TestResponse

PLAIN = r"(?:[^<>&\"\x00-\x08\x0b-\x1f\x7f-\x9f]|&(?:amp|quot|lt|gt|#3[49]);)"
"""A letter that means nothing in HTML, or is escaped."""

WORDS = re.compile(rf">(?=\s*[^\s<])(?:{PLAIN}|\")+(?=<)")
VALUE = re.compile(rf' (?!id=|for=|form=|type=|charset=)([\w:-]+)="{PLAIN}+"')
"""Words and values that no rule here looks at."""

NAME = re.compile(r' (id|for|form)="([^"]+)"')
"""What elements are called, and called by."""

START = re.compile(r"<([a-z][a-z0-9]*)(?:[^>\"']|\"[^\"]*\"|'[^']*')*>", re.IGNORECASE)
"""A start tag, whose values may hold any letter."""

MADE_UP = {"html", "head", "body", "tbody", "colgroup"}
"""Elements that a parser rightly adds where they were left out."""

CONTROLS = {"button", "input", "select", "textarea"}
NO_CONTROL_INSIDE = {"a", "button", "label"}
"""What is pressed holds nothing else to press; a label holds one control."""


class CheckedClient(FlaskClient):
    """A client that takes no page which a browser would have to repair."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:  # noqa: ANN401  as the class above
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.data:
            found = faults(response.text)
            assert not found, f"{response.request.path}: {found}"
        return response


def faults(html: str) -> tuple[str, ...]:
    """Return what is wrong with a page, or with a part of one that a script puts into it; () for nothing.

    Pages that differ only in words, values and names are judged once.
    """
    return _faults(html) if _faults(_bones(html)) else ()


def _bones(html: str) -> str:
    """Return the page without its words and values, and with a number for each name."""
    html = VALUE.sub(r' \1="x"', WORDS.sub(">x", html))
    numbers: dict[str, int] = {}
    return NAME.sub(lambda said: f' {said[1]}="{numbers.setdefault(said[2], len(numbers))}"', html)


@lru_cache(maxsize=1000)
def _faults(html: str) -> tuple[str, ...]:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    is_whole = html.lstrip().lower().startswith("<!doctype")
    tree = parser.parse(html) if is_whole else parser.parseFragment(html)
    told = [f"line {at[0]}: {E[code] % data}" for at, code, data in parser.errors]
    elements = [one for one in tree.iter() if isinstance(one.tag, str) and one.tag != "DOCUMENT_FRAGMENT"]
    return (
        *told,
        *_not_as_written(html, elements),
        *_twice(elements),
        *_loose(elements, is_whole),
        *_nested(tree),
    )


def _not_as_written(html: str, elements: list[Element]) -> Iterator[str]:
    """The same elements in the same order: nothing was dropped, moved or made up."""
    written = [tag for tag in map(str.lower, START.findall(html)) if tag not in MADE_UP]
    made = [name for name in map(_name, elements) if name not in MADE_UP]
    if written != made:
        at = next((n for n, pair in enumerate(zip(written, made, strict=False)) if pair[0] != pair[1]), -1)
        yield f"written is {written[at:][:5]}, and a browser makes {made[at:][:5]} of it"


def _twice(elements: list[Element]) -> Iterator[str]:
    ids = Counter(one.get("id") for one in elements if "id" in one.attrib)
    yield from (f"the id {name} stands {count} times" for name, count in ids.items() if count > 1)


def _loose(elements: list[Element], is_whole: bool) -> Iterator[str]:
    """Labels and controls that name an element which is not on the page, and controls without a name."""
    by_id = {one.get("id"): one for one in elements}
    for one in elements if is_whole else ():
        named = one.get("for") if one.tag == "label" else None
        if named is not None and (named not in by_id or by_id[named].tag not in CONTROLS):
            yield f"a label for {named}, which is no control"
        form = one.get("form")
        if form is not None and (form not in by_id or by_id[form].tag != "form"):
            yield f"{one.tag} of form {form}, which is not there"
    for one in elements:
        if one.tag == "button" and not "".join(one.itertext()).strip() and "aria-label" not in one.attrib:
            yield "a button without words"


def _nested(tree: Element, outer: tuple[Element, ...] = ()) -> Iterator[str]:
    for one in tree:
        yield from _misplaced(one, outer)
        yield from _nested(one, (*outer, one))


def _misplaced(one: Element, outer: tuple[Element, ...]) -> Iterator[str]:
    around = {each.tag for each in outer}
    if one.tag == "form" and "form" in around:
        yield "a form inside a form"
    if one.tag in ("a", *CONTROLS) and around & (NO_CONTROL_INSIDE - {"label"}):
        yield f"{one.tag} inside of what is pressed itself"
    submits = one.tag == "button" and one.get("type", "submit") == "submit"
    if submits and "form" not in around and "form" not in one.attrib:
        yield f"the button {' '.join(''.join(one.itertext()).split())!r} belongs to no form"


def _name(one: Element) -> str:
    return str(one.tag).rpartition("}")[2]
