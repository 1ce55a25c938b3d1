"""What stands in for the world around the application: its clock, its printer, its clinic."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from flask import Flask

from webapp.report.model import ReportView

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is put on."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def put_on(self, **by: float) -> None:
        self.now += timedelta(**by)


class Printer:
    """Prints nothing, but says what it was asked to print."""

    def __init__(self) -> None:
        self.asked: list[ReportView] = []

    def pdf(self, view: ReportView) -> bytes:
        self.asked.append(view)
        return b"%PDF-1.7 made of " + view.reference.encode()


MakeApp = Callable[..., Flask]
"""Makes an application of other parts: clinic, clock, render_pool, questions, https."""
