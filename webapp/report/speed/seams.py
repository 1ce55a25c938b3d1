"""Replacing a function or a class of the renderer wherever it has been imported by name."""

from __future__ import annotations

import sys
from typing import Any

RENDERER = "weasyprint"


def replace(original: Any, ours: Any) -> None:
    """Put ours into every module of the renderer that knows the original by its name."""
    name: str = original.__name__
    for path, module in list(sys.modules.items()):
        if path.split(".")[0] == RENDERER and getattr(module, name, None) is original:
            setattr(module, name, ours)
