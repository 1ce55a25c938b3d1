"""The answer to a one-time link that was used, or is too old."""

from flask import render_template
from flask.typing import ResponseReturnValue

from webapp.web.kit.response_headers import NO_REFERRER


def link_gone() -> ResponseReturnValue:
    """Say what to do about such a link."""
    return render_template("admin/link_gone.html"), 410, NO_REFERRER
