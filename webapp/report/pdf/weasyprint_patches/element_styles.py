"""The styles of each element, computed once for all elements that our style sheets cannot tell apart.

A selector of ours looks at the name of an element, at the attributes in `COMPARED`, at the neighbour before
it, at whether it is the last child, and at all of this in its ancestors. The cache is a tree of these keys.
For an element whose key is new, the renderer's own functions match the rules and compute the styles. A test
holds that no selector looks at anything else.
"""

from collections.abc import Iterator
from math import inf
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint import css

WITHIN_SVG = "{http://www.w3.org/2000/svg}"
SVG = f"{WITHIN_SVG}svg"

TAGS = frozenset(
    (
        "html", "head", "meta", "title", "style", "body", "header", "footer", "main", "section", "article",
        "div", "p", "h1", "h2", "h3", "h4", "span", "b", "bdi", "em", "i", "strong", "a", "br", "img", "ul",
        "li", "table", "colgroup", "col", "thead", "tbody", "tr", "th", "td", SVG,
    )
)  # fmt: skip
"""The elements that our pages are made of."""

COMPARED = ("class", "dir", "lang", "width", "height", "data-before", "data-between", "data-after")
"""The attributes whose value may change how an element looks."""

PRESENCE = "data-label"
"""The attribute that selectors ask only whether it is there: its value differs from report to report."""

IGNORED = frozenset(
    (
        "alt", "charset", "colspan", "content", "href", "name", "role", "scope", "src", "viewBox",
        "direction", "font-family", "font-size", "translate",
    )
)  # fmt: skip
"""The attributes that no selector looks at."""

KNOWN_ATTRIBUTES = IGNORED.union(COMPARED, (PRESENCE,))

NOT_SHOWN = {"display": ("none",)}
"""The style of what is within an SVG: the picture is drawn from the elements themselves."""


class ElementStyles:
    """The style of an element, and of its ::before and ::after."""

    __slots__ = ("pseudo", "style")

    def __init__(self, styles: dict[str | None, Any]) -> None:
        self.style = styles.pop(None)
        self.pseudo = tuple(styles.items())


def is_cacheable(root: Element) -> bool:
    """Return whether a page has only elements and attributes that the keys take into account."""
    return all(
        KNOWN_ATTRIBUTES.issuperset(one.attrib) if one.tag in TAGS else one.tag.startswith(WITHIN_SVG)
        for one in root.iter()
    )


class StyleWalk:
    """A walk through a page that gives each element its styles, from `cache` or into it."""

    def __init__(self, styles: Any, html: Any, targets: Any, cache: dict[Any, ElementStyles]) -> None:
        self._styles = styles
        self._html = html
        self._targets = targets
        self._cache = cache
        self._wrappers: dict[Element, Any] = {}

    def start(self) -> None:
        self._into(self._html.etree_element, None, None, None, is_last=True)

    def _into(
        self,
        element: Element,
        parent: Element | None,
        around: ElementStyles | None,
        before: Element | None,
        *,
        is_last: bool,
    ) -> None:
        neighbour = None if before is None else (before.tag, before.get("class"))
        attributes = (*map(element.get, COMPARED), PRESENCE in element.attrib)
        key = (around, element.tag, attributes, neighbour, is_last)
        found = self._cache.get(key)
        if found is None:
            found = self._cache[key] = self._compute(element, parent)
        computed = self._styles.get_computed_styles()
        computed[element, None] = found.style
        for pseudo, style in found.pseudo:
            computed[element, pseudo] = style
        if element.tag == SVG:
            computed.update(((one, None), NOT_SHOWN) for one in element.iter() if one is not element)
        else:
            self._into_children(element, found)

    def _into_children(self, element: Element, around: ElementStyles) -> None:
        before, last = None, len(element) - 1
        for number, child in enumerate(element):
            self._into(child, element, around, before, is_last=number == last)
            before = child

    def _compute(self, element: Element, parent: Element | None) -> ElementStyles:
        """Let the renderer compute the styles of an element."""
        cascaded = self._styles.get_cascaded_styles()
        for pseudo, declarations, weight in self._declared(element):
            kept = cascaded.setdefault((element, pseudo), {})
            for name, value, important in declarations:
                _keep_heavier(kept, name, value, weight(important))
        pseudos = [pseudo for of, pseudo in cascaded if of is element and pseudo]
        return ElementStyles({pseudo: self._computed(element, parent, pseudo) for pseudo in (None, *pseudos)})

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
        """Yield the declarations for an element: the pseudo-element, the declarations, and their weight."""
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
    """Return a function from "is it !important" to the weight of a declaration in the cascade."""
    return lambda important: (css.declaration_precedence(origin, important), order, specificity)


def _keep_heavier(kept: dict[str, Any], name: str, value: Any, weight: Any) -> None:
    """Store a declaration unless a heavier one is there; of equal weights the later one wins."""
    if name not in kept or kept[name][1] <= weight:
        kept[name] = value, weight
