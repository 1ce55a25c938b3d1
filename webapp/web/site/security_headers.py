"""Headers of every response: nothing from other sites, nothing cached, few scripts."""

from flask import Flask, request
from werkzeug.wrappers import Response

from webapp.web.kit.audience import is_staff_page
from webapp.web.kit.kiosk_session import page_kiosk_request
from webapp.web.kit.language_choice import is_patient_request
from webapp.web.kit.response_headers import READ_ALOUD, WITH_SCRIPT, WITHOUT_SCRIPT
from webapp.web.site import assets

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    # Not "no-referrer": forms would come with "Origin: null", and ours would look like any other.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

TWO_YEARS = "max-age=63072000"

LASTING = tuple(f"{assets.bp.name}.{name}" for name in assets.ADDRESSES)
"""Endpoints whose address changes with their content, so that browsers may keep what they get."""


def add_headers(app: Flask, *, https: bool) -> None:
    """Set the headers on every response, errors too; a view may set stricter ones."""

    def finish(response: Response) -> Response:
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", _policy(response))
        if https:
            response.headers["Strict-Transport-Security"] = TWO_YEARS
        lasting = request.endpoint in LASTING and response.status_code == 200  # noqa: PLR2004  OK
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if lasting else "no-store"
        return response

    app.after_request(finish)


def _policy(response: Response) -> str:
    if is_staff_page() or page_kiosk_request():
        return WITH_SCRIPT
    return READ_ALOUD if is_patient_request() and response.mimetype == "text/html" else WITHOUT_SCRIPT
