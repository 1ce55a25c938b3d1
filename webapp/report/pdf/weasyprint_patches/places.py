"""The style of each place in a page, worked out once.

A place is what the rules of our style sheets can tell apart: the name of an element, the attributes in
`TELLING`, its neighbour before it, whether it is the last, and the same of its parents. An element that
stands at a place that was seen has its style from there; for others the renderer's own functions find the
rules that match and work the style out.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint import css

WITHIN_SVG = "{http://www.w3.org/2000/svg}"
SVG = f"{WITHIN_SVG}svg"

TAGS = frozenset(
    (
        *("html", "head", "meta", "title", "style", "body", "header", "footer", "main", "section", "article"),
        *(
            "div",
            "p",
            "h1",
            "h2",
            "h3",
            "span",
            "b",
            "bdi",
            "em",
            "i",
            "strong",
            "a",
            "br",
            "img",
            "ul",
            "li",
        ),
        *("table", "colgroup", "col", "thead", "tbody", "tr", "th", "td"),
        SVG,
    )
)
"""The elements that our pages are made of."""

TELLING = ("class", "dir", "lang", "width", "height")
"""The attributes that may change how an element looks."""

ASKED_FOR = "data-label"
"""The one of which only counts whether it is there: what it says differs from report to report."""

SILENT = frozenset(
    ("alt", "charset", "colspan", "content", "href", "name", "role", "scope", "src", "viewBox")
)
"""Those that no rule looks at."""

KNOWN = SILENT.union(TELLING, (ASKED_FOR,))

NOT_SHOWN = {"display": ("none",)}
"""Of what is within an SVG: the picture is drawn from the elements themselves."""


class Place:
    """The styles at one place: of the element, and of what stands before and after its content."""

    __slots__ = ("before_and_after", "style")

    def __init__(self, styles: dict[str | None, Any]) -> None:
        self.style = styles.pop(None)
        self.before_and_after = tuple(styles.items())


def is_known(root: Element) -> bool:
    """Whether a page is made of nothing but what places know."""
    return all(
        KNOWN.issuperset(one.attrib) if one.tag in TAGS else one.tag.startswith(WITHIN_SVG)
        for one in root.iter()
    )


class Walk:
    """Through a page, giving each element its styles; `places` are those that are known, and grow."""

    def __init__(self, styles: Any, html: Any, targets: Any, places: dict[Any, Place]) -> None:
        self._styles = styles
        self._html = html
        self._targets = targets
        self._places = places
        self._wrappers: dict[Element, Any] = {}

    def start(self) -> None:
        """Through the whole page."""
        self._into(self._html.etree_element, None, None, None, is_last=True)

    def _into(
        self,
        element: Element,
        parent: Element | None,
        around: Place | None,
        before: Element | None,
        *,
        is_last: bool,
    ) -> None:
        neighbour = None if before is None else (before.tag, before.get("class"))
        attributes = (*map(element.get, TELLING), ASKED_FOR in element.attrib)
        key = (around, element.tag, attributes, neighbour, is_last)
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = self._worked_out(element, parent)
        computed = self._styles.get_computed_styles()
        computed[element, None] = place.style
        for pseudo, style in place.before_and_after:
            computed[element, pseudo] = style
        if element.tag == SVG:
            computed.update(((one, None), NOT_SHOWN) for one in element.iter() if one is not element)
        else:
            self._into_children(element, place)

    def _into_children(self, element: Element, place: Place) -> None:
        before, last = None, len(element) - 1
        for number, child in enumerate(element):
            self._into(child, element, place, before, is_last=number == last)
            before = child

    def _worked_out(self, element: Element, parent: Element | None) -> Place:
        """The styles as the renderer finds them."""
        cascaded = self._styles.get_cascaded_styles()
        for pseudo, declarations, weight in self._declared(element):
            kept = cascaded.setdefault((element, pseudo), {})
            for name, value, important in declarations:
                _keep_heavier(kept, name, value, weight(important))
        pseudos = [pseudo for of, pseudo in cascaded if of is element and pseudo]
        return Place({pseudo: self._computed(element, parent, pseudo) for pseudo in (None, *pseudos)})

    def _computed(self, element: Element, parent: Element | None, pseudo: str | None) -> Any:
        self._styles.set_computed_styles(
            element,
            parent=element if pseudo else parent,
            root=self._html.etree_element,
            pseudo_type=pseudo,
            base_url=self._html.base_url,
            target_collector=self._targets,
        )
        return self._styles.get_computed_styles()[element, pseudo]

    def _declared(self, element: Element) -> Iterator[tuple[str | None, Any, Any]]:
        """What applies to the element: to which part of it, what is declared, and how much that weighs."""
        alone = Element(element.tag, element.attrib)
        base_url = self._html.base_url
        for specificity, _, declarations, _ in css.find_style_attributes(alone, base_url=base_url):
            yield (
                None,
                css.preprocess_declarations(base_url, declarations),
                _weighing("author", inf, specificity),
            )
        for sheet, origin, of_sheet in self._styles.sheets:
            for specificity, _, pseudo, (declarations, layer) in sheet.matcher.match(self._wrapper(element)):
                order = inf if layer is None else sheet.layers.index(layer)
                yield pseudo, declarations, _weighing(origin, order, of_sheet or specificity)

    def _wrapper(self, element: Element) -> Any:
        if not self._wrappers:
            self._wrappers = {one.etree_element: one for one in self._html.wrapper_element.iter_subtree()}
        return self._wrappers[element]


def _weighing(origin: str, order: float, specificity: Any) -> Any:
    """How much a declaration of such a rule weighs, important or not."""
    return lambda important: (css.declaration_precedence(origin, important), order, specificity)


def _keep_heavier(kept: dict[str, Any], name: str, value: Any, weight: Any) -> None:
    """The later one wins where both weigh the same."""
    if name not in kept or kept[name][1] <= weight:
        kept[name] = value, weight
