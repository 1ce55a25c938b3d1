"""Replacing what the renderer has by what we have."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cached_property
from typing import Any

RENDERER = "weasyprint"


def replace(original: Any, ours: Any) -> None:
    """Put ours into every module of the renderer that knows the original by its name."""
    name: str = original.__name__
    for path, module in list(sys.modules.items()):
        if path.split(".")[0] == RENDERER and getattr(module, name, None) is original:
            setattr(module, name, ours)


def keep_with(kind: type, name: str, find: Callable[[Any], Any]) -> None:
    """Give a class something that is found once for each of its objects and goes with it."""
    found = cached_property(find)
    found.__set_name__(kind, name)
    setattr(kind, name, found)
