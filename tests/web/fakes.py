"""Replacements for the world around the application: its clock, its printer, its clinic."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from jinja2 import FileSystemBytecodeCache

from tests.web.markup import CheckedClient
from webapp.clinic import Policy
from webapp.report.views.documents import Printable
from webapp.web.kit.app_context import EXTENSION

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
        self.asked: list[Any] = []

    def pdf(self, view: Printable) -> bytes:
        self.asked.append(view)
        return b"%PDF-1.7 made of " + str(getattr(view, "reference", getattr(view, "title", ""))).encode()

    def wait_until_idle(self, seconds: float) -> bool:
        """Never: what is asked for is made then, as far as these tests look."""
        return False

    def is_alive(self) -> bool:
        return True


TEMPLATE_CACHE = FileSystemBytecodeCache()
"""Templates that an application of another test compiled; Jinja compares them with their source."""


def cache_templates(app: Flask) -> Flask:
    """Let the application compile no template that another one compiled already, and check all its pages."""
    app.jinja_env.bytecode_cache = TEMPLATE_CACHE
    app.test_client_class = CheckedClient
    return app


def with_practitioner(app: Flask, policy: Policy | None = None) -> Flask:
    """Let somebody work here, who reads what patients send; give the application back."""
    here = app.extensions[EXTENSION]
    now = here.clock()
    here.store.practitioners.create("maria", "Maria", "practitioner", "command", now)
    if policy:
        assert here.store.clinic_settings.save_policy(
            policy, here.store.clinic_settings.policy_version, "command", now
        )
    return app


MakeApp = Callable[..., Flask]
"""Makes an application of other parts: clinic, clock, render_pool, questions, https, translations."""
