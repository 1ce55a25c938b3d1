"""The paths of our own pictures, drawn without asking about everything that a path can be.

Replaces `weasyprint.svg.TAGS["path"]` for paths of straight lines in plain numbers, as our gauges and the
QR code are: the same points, in the same order. Any other path goes the renderer's own way, and so does one
with markers, which need the angles at its corners.
"""

from __future__ import annotations

import re
from typing import Any

from weasyprint import svg

NUMBER = r"-?(?:\d+(?:\.\d+)?|\.\d+)"
PLAIN = re.compile(rf"M{NUMBER} {NUMBER}(?>M{NUMBER} {NUMBER}|[hvHV]{NUMBER}|z)*+")
"""A path that begins somewhere and goes straight across or down. Nothing in it can be read in two ways."""

STEP = re.compile(rf"([MhvHVz])({NUMBER})?(?: ({NUMBER}))?")

_path = svg.TAGS["path"]


def path(drawing: Any, node: Any, font_size: float) -> None:
    """Draw a path."""
    steps = node.get("d", "")
    if not PLAIN.fullmatch(steps) or any(name.startswith("marker") for name in node.attrib):
        _path(drawing, node, font_size)
        return
    stream = drawing.stream
    stream.move_to(0, 0)
    x = y = first_x = first_y = 0.0
    for letter, one, two in STEP.findall(steps):
        if letter == "M":
            x, y = first_x, first_y = float(one), float(two)
            stream.move_to(x, y)
        elif letter == "z":
            stream.close()
            x, y = first_x, first_y
        else:
            x, y = moved(letter, float(one), x, y)
            stream.line_to(x, y)


def moved(letter: str, by: float, x: float, y: float) -> tuple[float, float]:
    """Where a step leads."""
    if letter == "h":
        return by + x, y
    if letter == "v":
        return x, by + y
    return (by, y) if letter == "H" else (x, by)


def hasten() -> None:
    """Put it in place."""
    svg.TAGS["path"] = path
