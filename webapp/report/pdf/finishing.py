"""What is done to a laid-out PDF before it is written. Loads what writes the file: for the render process."""

from typing import Any

import pydyf

from webapp.localization.catalogues import SOURCE_LANGUAGE
from webapp.localization.localizer import Localizer
from webapp.report.pdf.tags import join_text

NO_KERNING, SHOWN = b">0<", b"] TJ"


def finish(document: object, pdf: pydyf.PDF) -> None:
    """Make the file smaller without changing a page. Called by the renderer before it writes the file."""
    join_text(document, pdf)
    _join_letters(pdf)
    _bind_on_the_right(document, pdf)


def _bind_on_the_right(document: Any, pdf: pydyf.PDF) -> None:  # noqa: ANN401  the renderer ships no types
    """Say that pages follow one another from right to left where their words do."""
    if Localizer(document.metadata.lang or SOURCE_LANGUAGE).is_rtl:
        pdf.catalog["ViewerPreferences"]["Direction"] = "/R2L"


def _join_letters(pdf: pydyf.PDF) -> None:
    """Write a run of letters as one string where no space is put between them.

    The renderer writes each letter by itself, and a space of 0 after it: two thirds of a page's content.
    """
    for one in pdf.objects:
        if isinstance(one, pydyf.Stream):
            one.stream = [_joined(operation) for operation in one.stream]


def _joined(operation: Any) -> Any:  # noqa: ANN401 - the library ships no types
    is_text = isinstance(operation, bytes) and operation.endswith(SHOWN)
    return operation.replace(NO_KERNING, b"") if is_text else operation
