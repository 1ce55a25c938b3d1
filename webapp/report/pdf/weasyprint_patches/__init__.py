"""Shorter ways through the renderer that give the same bytes (docs/decisions/shorter-ways.md).

Each module replaces a few places inside the renderer, and says what it replaces and why that is right. They
are put in place only where the renderer and what it stands on have the versions that this was tested with;
with any other the renderer works as it comes.
"""

from __future__ import annotations

from webapp.report.pdf.weasyprint_patches.supported_versions import untested

__all__ = ["untested"]
