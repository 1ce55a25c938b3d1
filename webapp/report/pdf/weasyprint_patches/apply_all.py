"""The patches together. Loads the renderer: only for the render process."""

from collections.abc import Container
from importlib import import_module

from webapp.report.pdf.weasyprint_patches.supported_versions import unsupported_versions

PATCHES = ("boxes", "languages", "parsing", "plain_boxes", "styles", "texts", "writing")
"""The modules of the patches. Imported late: a version that was not tested may lack what they import."""

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
            import_module(f"webapp.report.pdf.weasyprint_patches.{name}").apply()
        _applied.append(frozenset(names))
    return _applied[0]
