"""Pictures beside the words of easy read: the symbols of `static/pictures.svg`, as they stand in a page."""

import re
from pathlib import Path

from markupsafe import Markup

SPRITE = Path(__file__).resolve().parents[2] / "static" / "pictures.svg"
SYMBOL = re.compile(r'<symbol id="([^"]+)" viewBox="([^"]+)">(.*?)</symbol>')

_SYMBOLS = {name: (box, drawn) for name, box, drawn in SYMBOL.findall(SPRITE.read_text("utf-8"))}
"""Read when this module is loaded: a render process may open no file later."""


def picture(name: str, colour: str = "currentColor", title: str = "") -> Markup:
    """Return the picture of this name as SVG; "" for an unknown name.

    Without a title it says nothing to readers. In a PDF it needs one: the renderer knows no decoration.
    """
    if name not in _SYMBOLS:
        return Markup()
    box, drawn = _SYMBOLS[name]
    coloured = drawn.replace("currentColor", colour)
    says = Markup("<title>{}</title>").format(title) if title else Markup()
    role = 'role="img"' if title else 'aria-hidden="true"'
    size = f'class="picture" width="64" height="64" viewBox="{box}"'
    return Markup(f'<svg {size} fill="none" {role}>{says}{coloured}</svg>')  # noqa: S704  our own file
