"""The patches together. Loads the renderer: only for the render process."""

from collections.abc import Callable, Container, Mapping

from webapp.report.pdf.weasyprint_patches import boxes, parsing, styles, texts, writing
from webapp.report.pdf.weasyprint_patches.supported_versions import unsupported_versions

PATCHES: Mapping[str, Callable[[], None]] = {
    "boxes": boxes.apply,
    "parsing": parsing.apply,
    "styles": styles.apply,
    "texts": texts.apply,
    "writing": writing.apply,
}

_applied: list[frozenset[str]] = []


def apply_all(*, left_out: Container[str] = (), are_untested: bool = False) -> frozenset[str]:
    """Apply the patches, but those `left_out`, and return the names of those applied.

    Only the first call in a process does anything. With versions that were not tested it applies none, unless
    a trial asks for it (`are_untested`).
    """
    if not _applied:
        is_known = are_untested or not unsupported_versions()
        names = [name for name in PATCHES if name not in left_out] if is_known else []
        for name in names:
            PATCHES[name]()
        _applied.append(frozenset(names))
    return _applied[0]
