"""What the pages stand on: handed to `init_web` once, and found again from any request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Protocol, cast

from flask import current_app

from webapp.clinic import Clinic
from webapp.questionnaire.model import Questionnaire
from webapp.report.model import ReportView
from webapp.settings import Settings
from webapp.storage import Store
from webapp.web.forms import SectionForms
from webapp.web.parents import Parents, parents_of
from webapp.web.throttle import Throttle

EXTENSION = "gut-factors"

TRIES_EACH = 5
TRIES_TOGETHER = 60
"""Tries a minute to come back by words: for one device, and for all."""


class Renderer(Protocol):
    """Makes a PDF of a report. Raises RenderBusy when there is more to do than it can do soon."""

    def pdf(self, view: ReportView) -> bytes: ...


@dataclass(frozen=True)
class Parts:
    """Everything that a page may ask; `clock` gives aware times."""

    questionnaire: Questionnaire
    store: Store
    clinic: Clinic
    render_pool: Renderer
    clock: Callable[[], datetime]
    settings: Settings

    @cached_property
    def forms(self) -> SectionForms:
        """The forms of this questionnaire, made when they are first needed."""
        return SectionForms(self.questionnaire.questions)

    @cached_property
    def parents(self) -> Parents:
        """Which questions decide about which others."""
        return parents_of(self.questionnaire)

    @cached_property
    def tries(self) -> Throttle:
        """How often words to come back with may be tried: each try costs this server a slow hash."""
        return Throttle(each=TRIES_EACH, together=TRIES_TOGETHER)


def parts() -> Parts:
    """The parts of the application that answers this request."""
    return cast("Parts", current_app.extensions[EXTENSION])
