"""What tests of printing share: the renderer as the product loads it, in any order of imports."""

import webapp.report.pdf.renderer  # noqa: F401
