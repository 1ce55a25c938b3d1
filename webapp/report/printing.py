"""From HTML to the bytes of a PDF. Loads the renderer: only for the render process."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from webapp.clinic import Logo
from webapp.report.fitting import is_too_long, with_one_less_in_full
from webapp.report.html import TEMPLATES, render_html
from webapp.report.model import ReportView

# The bundled fonts and no others, so that every machine prints the same. Read when the renderer loads.
os.environ["FONTCONFIG_FILE"] = str(TEMPLATES / "fonts" / "fonts.conf")

from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from webapp.report.fetcher import HandedFetcher, RefusedFetchError

# PDF 32000-1:2008, 14.4: identifiers are commonly of 16 bytes.
IDENTIFIER_BYTES = 16

VARIANT = "pdf/ua-1"


def print_report(view: ReportView) -> bytes:
    """The report as a tagged PDF (PDF/UA-1). The same view gives the same bytes.

    A standard report that is too long for its pages tells fewer factors in full.
    Raises RefusedFetchError when the page asks for anything but the clinic's logo.
    """
    html = render_html(view)
    document = _lay_out(html, view.clinic.logo)
    while is_too_long(view, len(document.pages)):
        view = with_one_less_in_full(view)
        html = render_html(view)
        document = _lay_out(html, view.clinic.logo)
    return _write(document, html)


def print_html(html: str, logo: Logo | None = None) -> bytes:
    """Any page in the report's style, as `print_report` does it, whatever its length."""
    return _write(_lay_out(html, logo), html)


def _lay_out(html: str, logo: Logo | None) -> Document:
    printer = load_printer()
    fetcher = HandedFetcher(logo)
    with _refusing(fetcher):
        page = HTML(string=html, url_fetcher=fetcher)
        return page.render(font_config=printer.fonts, stylesheets=[printer.style], pdf_variant=VARIANT)


def _write(document: Document, html: str) -> bytes:
    identifier = sha256(html.encode()).digest()[:IDENTIFIER_BYTES]
    with _refusing(document.url_fetcher):
        pdf: bytes = document.write_pdf(pdf_variant=VARIANT, pdf_identifier=identifier)
    return pdf


@contextlib.contextmanager
def _refusing(fetcher: HandedFetcher) -> Iterator[None]:
    """A report with something missing is an error, also where the renderer would go on without it."""
    with contextlib.suppress(FatalURLFetchingError):
        yield
    if fetcher.has_refused:
        raise RefusedFetchError("the page asked for something outside itself")


@dataclass(frozen=True)
class Printer:
    """The fonts and the style sheet, which all prints of a process share."""

    fonts: Any
    style: Any


@cache
def load_printer() -> Printer:
    """Read the style sheet, once in a process."""
    fonts = FontConfiguration()
    css = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    return Printer(fonts, CSS(string=css, font_config=fonts, url_fetcher=HandedFetcher()))
