"""How the renderer finds its libraries: by the system's loader alone."""

import ctypes.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def found_by_loader() -> Iterator[None]:
    """Start no program for a name that the loader of Linux does not know.

    The renderer tries the names that its libraries have on all systems, in turn. For each of the others
    `ctypes` would start ldconfig, a compiler and a linker: 60 programs, and half a second, before a page.
    """
    find_library = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda _name: None  # type: ignore[assignment]
    try:
        yield
    finally:
        ctypes.util.find_library = find_library
