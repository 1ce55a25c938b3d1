"""How names and attributes inside the renderer are replaced."""

import sys
from collections.abc import Callable
from functools import cached_property
from typing import Any

RENDERER = "weasyprint"


def replace(original: Any, ours: Any) -> None:
    """Replace `original` in every module of the renderer that imported it by its name."""
    name: str = original.__name__
    for path, module in list(sys.modules.items()):
        if path.split(".")[0] == RENDERER and getattr(module, name, None) is original:
            setattr(module, name, ours)


def cache_on(cls: type, name: str, compute: Callable[[Any], Any]) -> None:
    """Give a class an attribute that is computed once for each of its objects."""
    attribute = cached_property(compute)
    attribute.__set_name__(cls, name)
    setattr(cls, name, attribute)
