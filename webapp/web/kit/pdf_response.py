"""Responses that hold a PDF or another file."""

from werkzeug.wrappers import Response

from webapp.report.views.documents import DocumentView
from webapp.web.kit.app_context import app_context


def render_pdf_response(view: DocumentView, name: str, disposition: str = "inline") -> Response:
    """Render a document that is stored nowhere. Raise RenderBusy."""
    return pdf_response(app_context().render_pool.pdf(view), name, disposition)


def pdf_response(pdf: bytes, name: str, disposition: str = "inline") -> Response:
    """Return a PDF, which browsers show by default (`inline`)."""
    return file_response(pdf, "application/pdf", disposition, f"{name}.pdf")


def file_response(data: bytes, media_type: str, disposition: str, name: str) -> Response:
    """Return a file. Its name must not say whose it is: it stays in the browser's list of downloads."""
    headers = {"Content-Disposition": f'{disposition}; filename="{name}"'}
    return Response(data, mimetype=media_type, headers=headers)
