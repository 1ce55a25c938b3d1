"""Cookies of ours, besides the session's: no script reads them, and no other site sends them along."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from webapp.web.kit.app_context import app_context


def get(name: str) -> str:
    """What lies in this cookie; "" if nothing."""
    return request.cookies.get(_full(name), "")


def put(response: Response, name: str, value: str, seconds: int | None) -> Response:
    """Let the browser hold the value; without `seconds`, no longer than it runs."""
    response.set_cookie(
        _full(name),
        value,
        max_age=seconds,
        secure=app_context().settings.https,
        httponly=True,
        samesite="Lax",
    )
    return response


def delete(response: Response, name: str) -> Response:
    """Let the browser forget it."""
    return delete_by_full_name(response, _full(name))


def delete_by_full_name(response: Response, full_name: str) -> Response:
    """Let the browser forget the cookie that is called so."""
    response.delete_cookie(full_name, secure=app_context().settings.https, httponly=True, samesite="Lax")
    return response


def _full(name: str) -> str:
    """With https, browsers let nobody else set a cookie of this name."""
    return f"__Host-{name}" if app_context().settings.https else name
