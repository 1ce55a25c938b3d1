"""The services of the application: handed to `init_web` once, and found again from any request."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, current_app, g, has_request_context

from webapp.clinic import Clinic, Policy
from webapp.exchange.record import RecordReader
from webapp.localization.questionnaires import ServedQuestionnaires
from webapp.localization.territories import territory_of
from webapp.localization.typed_day import names_who_and_when
from webapp.paper.recognition.reader import PictureReader
from webapp.prints import Dispatcher, DocumentFactory, PrintJobRunner, planned_before, stored_questionnaire
from webapp.prints.quarter_counter import QuarterCounter
from webapp.prints.queue_dispatcher import QueueDispatcher
from webapp.prints.thread_dispatcher import ThreadDispatcher, retry_when_busy
from webapp.project_files import project_file
from webapp.questionnaire.loading.wording import SIMPLE
from webapp.questionnaire.model import Questionnaire
from webapp.questionnaire.regions import unconfirmed_regions
from webapp.report.pool.renderer import Renderer
from webapp.settings import Settings
from webapp.storage import Store, StoreUnavailable
from webapp.web.kit.clinic_provider import ClinicProvider
from webapp.web.kit.outage_log import OutageLog
from webapp.web.kit.problem_log import ProblemLog
from webapp.web.kit.report_prerender import ReportPrerenderer
from webapp.web.kit.throttled_audit import ThrottledAudit

if TYPE_CHECKING:
    from webapp.metrics.metrics import Metrics  # its library is an extra

EXTENSION = "gut-factors"
PAGE_TEMPLATES = Path(__file__).resolve().parents[2] / "templates"

STRANGERS = 2
STRANGERS_PATIENCE = 1.0
"""People without an account whose files are read at a time, or wait for that, and for how many seconds."""


@dataclass(frozen=True)
class AppContext:
    """The services that views use. `clock` returns aware times.

    `fixed_clinic` is a clinic from a file, which nobody can change while this process runs. Without one, the
    clinic is what a manager set.
    """

    served: ServedQuestionnaires
    store: Store
    fixed_clinic: Clinic | None
    render_pool: Renderer
    clock: Callable[[], datetime]
    settings: Settings
    metrics: Metrics | None = None

    @property
    def clinic(self) -> Clinic:
        return self.fixed_clinic or self._clinic_provider.current(self.clock())

    @property
    def chosen_clinic(self) -> Clinic:
        """The clinic as somebody chose it, also where today's questionnaire does not know the choice."""
        return self.fixed_clinic or self.store.clinic_settings.clinic(self.clock()) or self.clinic

    @property
    def lost_region(self) -> str:
        """The region that was chosen and that today's questionnaire does not know: each patient is asked."""
        region = self.chosen_clinic.region
        return "" if region in self.served.source.regions else region

    @property
    def offered_languages(self) -> tuple[str, ...]:
        """The languages in which patients may be asked, the clinic's first."""
        clinic = self.clinic
        known = (self.served.source.language, *self.served.translations)
        return tuple(dict.fromkeys((clinic.language, *(one for one in clinic.languages if one in known))))

    @property
    def offered_editions(self) -> tuple[str, ...]:
        """The languages in which patients may be asked, and behind them their easy-read editions."""
        plain = self.offered_languages
        easy = (f"{one}{SIMPLE}" for one in plain)
        return (*plain, *(one for one in easy if one in self.served.translations))

    @property
    def language(self) -> str:
        """The language of this request: a patient's choice, else the clinic's."""
        chosen: str = g.get("language", "") if has_request_context() else ""
        return chosen or self.clinic.language

    @property
    def questionnaire(self) -> Questionnaire:
        """The questionnaire, in the language of this request."""
        return self.served.in_language(self.language, territory_of(self.clinic))

    @property
    def is_trial(self) -> bool:
        """Whether patients may be given a number that nobody phoned: pages say that they are for testing."""
        clinic = self.clinic
        return not names_who_and_when(clinic.numbers_phoned) and bool(
            unconfirmed_regions(self.served.source.regions.values(), clinic.region)
        )

    @cached_property
    def _clinic_provider(self) -> ClinicProvider:
        return ClinicProvider(self.store.clinic_settings, self.served.source.regions, self._with_defaults)

    def _with_defaults(self, clinic: Clinic) -> Clinic:
        """Fill in what no manager sets: the time zone of this machine, and the language of the questions."""
        return replace(self.settings.with_time_zone(clinic), language=self.served.source.language)

    def refuse_sealed_settings(self) -> None:
        """Raise SealBroken where the settings of this clinic do not open."""
        with suppress(StoreUnavailable):  # a page that needs the store says so
            self._clinic_provider.refuse_sealed(self.clock())

    @property
    def policy(self) -> Policy:
        """What the clinic decided on keeping and asking, as it is now."""
        return self.store.clinic_settings.policy(self.clock())

    @property
    def documents(self) -> DocumentFactory:
        return DocumentFactory(
            self.clinic,
            self.settings.fhir_base,
            self.questionnaire_of,
            self.served,
            self.settings.public_address,
            self.settings.translations,
            planned_before(self.store, self.clinic, self.clock()),
        )

    def questionnaire_of(self, digest: str) -> Questionnaire:
        """Return today's questionnaire, or the stored one with this digest. Raise LookupError."""
        return self.served.with_digest(digest) or stored_questionnaire(self.store, digest)

    @cached_property
    def dispatcher(self) -> Dispatcher:
        """What starts print jobs. Raise QueueMissing."""
        if self.settings.queue:
            return QueueDispatcher(self.settings.database_url)
        runner = PrintJobRunner(
            self.store,
            lambda: self.documents,
            retry_when_busy(self.render_pool.pdf, self.render_pool.wait_until_idle),
            self.clock,
        )
        return ThreadDispatcher(self.store, runner, self.clock)

    @cached_property
    def quarter_counter(self) -> QuarterCounter:
        return QuarterCounter(self.store, lambda: self.documents, self.clock)

    @cached_property
    def report_prerenderer(self) -> ReportPrerenderer:
        return ReportPrerenderer(self.render_pool, self.store.reports, self.clock)

    @cached_property
    def outage_log(self) -> OutageLog:
        return OutageLog()

    @cached_property
    def problem_log(self) -> ProblemLog:
        return ProblemLog()

    @cached_property
    def program_files(self) -> tuple[Path, ...]:
        """The templates of pages and reports, as they were when this was first asked."""
        folders = (PAGE_TEMPLATES, project_file("report_templates"))
        return tuple(path for folder in folders for path in folder.rglob("*") if path.is_file())

    @cached_property
    def reader(self) -> RecordReader:
        """Reads the files that staff upload."""
        return RecordReader()

    @cached_property
    def anonymous_reader(self) -> RecordReader:
        """Reads the files of people without an account, with few threads and a process of its own."""
        return RecordReader(places=STRANGERS, queue_seconds=STRANGERS_PATIENCE)

    @cached_property
    def picture_reader(self) -> PictureReader:
        """Reads the pictures of forms on paper that staff upload."""
        return PictureReader()

    @cached_property
    def throttled_audit(self) -> ThrottledAudit:
        return ThrottledAudit(self.store)


def app_context() -> AppContext:
    """Return the services of the application that answers this request."""
    return context_of(current_app)


def context_of(app: Flask) -> AppContext:
    """Return the services of an application."""
    context: AppContext = app.extensions[EXTENSION]
    return context
