"""Fewer tags in a PDF with no loss of meaning: text belongs directly to its paragraph or cell.

A list that the layout sets in rows is one list.

The renderer wraps each line and each bold word in an element of its own, which says nothing: half of all
the objects of a file, and a sixth of its size. Here such an element is taken away, and its content is given
to the paragraph, heading or cell around it. Loads what writes the file: only for the render process.
"""

from collections.abc import Mapping
from typing import Any

from pydyf import PDF, Dictionary

SAYING_NOTHING = frozenset(("/Span", "/NonStruct"))
"""Kinds of elements that can be taken away, where they say nothing but what is in them."""

HOLDING_TEXT = SAYING_NOTHING.union(
    ("/P", "/H1", "/H2", "/H3", "/H4", "/TH", "/TD", "/LBody", "/Lbl", "/Caption")
)
"""Kinds of elements that may hold text themselves: not sections, tables and rows."""

ENTRIES = 5  # of an element that says nothing more: what it is, its kind, content, page and parent


def join_text(_document: object, pdf: PDF) -> None:
    """Take the elements away that say nothing. Called by the renderer before it writes the file."""
    root = int(pdf.catalog["StructTreeRoot"].split()[0])
    tags = {one.reference: one for one in pdf.objects[root:]}
    joined: dict[bytes, bytes] = {}
    _keep_changes_of_language(tags, pdf)
    for reference, one in reversed(tags.items()):  # what is within an element comes after it
        if _is_element(one) and one["S"] in HOLDING_TEXT:
            one["K"][:] = _with_text(one, reference, tags, joined)
        elif _is_element(one):
            one["K"][:] = _with_whole_lists(one, tags, joined)
    _close_gaps(pdf, root, tags, joined)


def _keep_changes_of_language(tags: Mapping[bytes, Any], pdf: PDF) -> None:
    """Take the language away from each element that has the one around it, or the file's."""
    elements = {reference: one for reference, one in tags.items() if _is_element(one)}
    spoken = {reference: one["Lang"].string for reference, one in elements.items() if "Lang" in one}
    whole = pdf.catalog["Lang"].string
    for reference, language in spoken.items():
        if spoken.get(elements[reference]["P"], whole) == language:
            del elements[reference]["Lang"]


def _is_element(one: object) -> bool:
    return isinstance(one, Dictionary) and one.get("Type") == "/StructElem"


def _with_text(
    element: Dictionary, reference: bytes, tags: Mapping[bytes, Any], joined: dict[bytes, bytes]
) -> list[Any]:
    """Return the content of an element with its children's taken in, and note in `joined` what was."""
    content: list[Any] = []
    for one in element["K"]:
        if one in tags and _says_nothing(tags[one]) and tags[one]["Pg"] == element["Pg"]:
            joined[one] = reference
            content += tags[one]["K"]
        else:
            content.append(one)
    return content


def _with_whole_lists(
    element: Dictionary, tags: Mapping[bytes, Any], joined: dict[bytes, bytes]
) -> list[Any]:
    """Return the content of an element with each list joined to the one right before it."""
    content: list[Any] = []
    for one in element["K"]:
        if content and _is_list(tags.get(one)) and _is_list(tags.get(content[-1])):
            joined[one] = content[-1]
            tags[content[-1]]["K"] += tags[one]["K"]
        else:
            content.append(one)
    return content


def _is_list(one: object) -> bool:
    return isinstance(one, Dictionary) and one.get("S") == "/L"


def _says_nothing(element: Dictionary) -> bool:
    return (
        element.get("S") in SAYING_NOTHING
        and len(element) == ENTRIES
        and all(isinstance(one, int) for one in element["K"])
    )


def _close_gaps(pdf: PDF, root: int, tags: Mapping[bytes, Any], joined: dict[bytes, bytes]) -> None:
    """Renumber the objects. Of those before the first tag only two point to a tag: they are mended here."""
    pdf.objects[root:] = [one for reference, one in tags.items() if reference not in joined]
    for number, one in enumerate(pdf.objects[root:], root):
        one.number = number
    new = {reference: one.reference for reference, one in tags.items() if reference not in joined}
    for reference in reversed(joined):  # what was around is known before what was within
        new[reference] = new[joined[reference]]
    for one in pdf.objects[root:]:
        if _is_element(one):
            one["P"] = new.get(one["P"], one["P"])
            one["K"][:] = [new.get(below, below) for below in one["K"]]
    pdf.catalog["Metadata"] = new.get(pdf.catalog["Metadata"], pdf.catalog["Metadata"])
    _renumber_parents(pdf.objects[int(pdf.objects[root]["ParentTree"].split()[0])]["Nums"], new)


def _renumber_parents(numbered: list[Any], new: Mapping[bytes, bytes]) -> None:
    """Renumber the elements in the list that says to which element each piece of text belongs."""
    for place, one in enumerate(numbered):
        if isinstance(one, list):
            one[:] = [new[reference] for reference in one]
        elif isinstance(one, bytes):
            numbered[place] = new[one]
