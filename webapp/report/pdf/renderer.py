"""WeasyPrint, loaded with the bundled fonts alone. Loads the renderer: only for the render process.

The modules that print import its names from here, so that it is loaded in the same way by the first of them,
in any order.
"""

import ctypes.util
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from webapp.project_files import project_file

__all__ = (
    "CSS",
    "HTML",
    "Attachment",
    "Document",
    "FatalURLFetchingError",
    "FontConfiguration",
    "LineBox",
    "TableRowBox",
    "URLFetcher",
    "URLFetcherResponse",
)

FONTS = project_file("report_templates") / "fonts" / "fonts.conf"


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


# No other fonts, so that every machine prints the same. Read when the renderer looks for its first font.
os.environ["FONTCONFIG_FILE"] = str(FONTS)

with found_by_loader():
    from weasyprint import CSS, HTML, Attachment, Document
    from weasyprint.formatting_structure.boxes import LineBox, TableRowBox
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse
