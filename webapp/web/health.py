"""Whether this server can do its work: asked by machines."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from webapp.storage import StoreUnavailable
from webapp.web.parts import parts

bp = Blueprint("health", __name__)


@bp.get("/health")
def show() -> ResponseReturnValue:
    """Write to the store and read back."""
    try:
        parts().store.probe()
    except StoreUnavailable:
        return {"status": "the store cannot be written or read"}, 503
    return {"status": "ok"}
