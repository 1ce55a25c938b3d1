"""Gut Factors: a patient lifestyle questionnaire and risk-factor reporter.

`create_app` is loaded when it is asked for: the pure packages and the render processes are part of
this package too, and must not carry the web framework and the database along.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from webapp.application import create_app

__all__ = ["create_app"]


def __getattr__(name: str) -> object:
    if name == "create_app":
        from webapp.application import create_app  # noqa: PLC0415  the point of this function

        return create_app
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
