"""Say in the tags of a PDF where its language changes, as the page that is printed does.

Patches `weasyprint.pdf.tags._build_box_tree`. The renderer tells the language of a whole file alone, so that
a practitioner's part in English within a report in Arabic is read aloud with an Arabic voice. Here each
element has its own, and `tags.join_text` leaves it where another one is spoken around it.

The only patch that changes what is in a file. No page looks different.

Waits for: Kozea/WeasyPrint #2482 (open), which gathers what its tags lack.
"""

from collections.abc import Iterator
from typing import Any

import pydyf
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf import tags

from webapp.report.pdf.weasyprint_patches.patching import replace

_build_box_tree = tags._build_box_tree


def build_box_tree(box: Any, parent: Any, pdf: Any, *rest: Any) -> Iterator[Any]:
    """Take the place of `_build_box_tree`."""
    shown = box._box if isinstance(box, AbsolutePlaceholder) else box
    language = shown.style["lang"]
    for element in _build_box_tree(box, parent, pdf, *rest):
        if language and "Lang" not in element:
            element["Lang"] = pydyf.String(language)
        yield element


def apply() -> None:
    """Apply the patch."""
    replace(_build_box_tree, build_box_tree)
