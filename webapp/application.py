"""The application factory: makes the services of an application, and hands them to its pages."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TypedDict, Unpack

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from webapp.clinic import Clinic
from webapp.localization.questionnaires import (
    ServedQuestionnaires,
    questions_folder,
    served_questionnaires,
)
from webapp.metrics.load import load_metrics
from webapp.prints.queue_dispatcher import QueueDispatcher, QueueMissing
from webapp.report.pdf.printable_text import NO_FONT, characters_lost_on_paper, unprintable_languages
from webapp.report.pool.pool import RenderPool
from webapp.settings import (
    Settings,
    SettingsError,
    make_instance,
    read_clinic,
    read_questions,
    reclaim_address,
    require_known_region,
    require_matching_language,
)
from webapp.storage import Store, open_store
from webapp.web import AppContext, Renderer, init_web
from webapp.web.kit.app_context import context_of
from webapp.web.kit.health_checks import check_health
from webapp.web.kit.session_cookie import KeyRingSessions

_log = logging.getLogger("gutfactors")


class Given(TypedDict, total=False):
    """Services that the caller provides; the others are made from the settings.

    `questions` is the text of a questions.toml; `clock` returns aware times. A `clinic` that is given, or
    that has a file, is read-only; otherwise a manager sets it.
    """

    questions: str
    store: Store
    clinic: Clinic | None
    render_pool: Renderer
    clock: Callable[[], datetime]


def create_app(settings: Settings, **given: Unpack[Given]) -> Flask:
    """Make the application. Raise SettingsError, QuestionnaireErrors, StorageRefused or StoreUnavailable."""
    context = make_context(settings, **given)
    app = bare_app(settings)
    init_web(app, context)
    return app


def make_context(settings: Settings, **given: Unpack[Given]) -> AppContext:
    """Make the services of an application. Raise as `create_app` does."""
    clock = given.get("clock") or partial(datetime.now, UTC)
    text = given["questions"] if "questions" in given else read_questions(settings.questions)
    served = _served(text, settings)
    questionnaire = served.source
    fixed = given.get("clinic") or read_clinic(settings.instance, questionnaire.language)
    if "clinic" not in given:
        known = fixed or Clinic(language=questionnaire.language)
        require_matching_language(known, questionnaire, translations=served.choices())
    if fixed:
        fixed = settings.with_time_zone(fixed)
        require_known_region(fixed, questionnaire)
        _warn_of_unprintable_clinic(fixed)
    store = given.get("store") or open_instance_store(settings)
    store.questionnaires.save_all(served.texts, questionnaire.version, clock())
    if settings.queue:
        _prepare_queue(settings, store)
    pool = given.get("render_pool") or RenderPool(settings.render_workers)
    metrics = load_metrics(settings)
    if metrics:
        pool = metrics.measured(pool)
    context = AppContext(served, store, fixed, pool, clock, settings, metrics)
    if context.is_trial:
        _log.warning(
            "nobody has phoned the numbers to call: pages say “for testing, not for patients”, and kiosks "
            "are off; phone them, then write in the clinic's settings who did, and on which day"
        )
    return context


def _served(text: str, settings: Settings) -> ServedQuestionnaires:
    """Return the questionnaires that can be asked, and log the languages that cannot.

    Their texts that protect people must be whole, and this machine must be able to print their reports.
    """
    folder = questions_folder(settings.questions, settings.translations)
    served = served_questionnaires(text, folder, settings.translations)
    for language, reason in served.reasons_left_out().items():
        _log.warning("language %s is not offered: %s", language, reason)
    lacking = unprintable_languages(served.translations.texts)
    for language, signs in lacking.items():
        _log.warning(NO_FONT, language, signs)
    return served.printable(lacking)


def _warn_of_unprintable_clinic(clinic: Clinic) -> None:
    lost = characters_lost_on_paper(clinic)
    if lost:
        _log.warning(
            "the clinic's name or address: paper leaves out %s, which no font of the report has", lost
        )


def stop_prints(app: Flask) -> None:
    """Start no more prints in the background, and let none fail because the rest is being closed."""
    context_of(app).dispatcher.close()


def look_after(app: Flask) -> None:
    """Check the health of a server, and log what changed and what was only counted.

    Commands find it again where another server on this instance was started and stopped meanwhile.
    """
    reclaim_address(context_of(app).settings)
    check_health(context_of(app))
    context_of(app).outage_log.flush()


def serve_metrics(app: Flask) -> Callable[[], None]:
    """Answer for the metrics of this process, if the settings ask for them; return what ends that."""
    context = context_of(app)
    if context.metrics is None or context.settings.metrics_port is None:
        return lambda: None
    port = context.settings.metrics_port
    return context.metrics.serve(context.store, port, context.clock, partial(_problem_kinds, context)).close


def _problem_kinds(context: AppContext) -> list[str]:
    return [each.kind for each in check_health(context).problems]


def open_instance_store(settings: Settings) -> Store:
    """Open the store that the settings name. Raise SettingsError, StorageRefused or StoreUnavailable."""
    make_instance(settings.instance)
    return open_store(settings.database_url, settings.key_file)


def _prepare_queue(settings: Settings, store: Store) -> None:
    try:
        QueueDispatcher(settings.database_url).prepare(store)
    except QueueMissing as error:
        raise SettingsError([str(error)]) from error


def bare_app(settings: Settings) -> Flask:
    """Make an application without pages, with the flags of its session cookie.

    It has no secret key: whatever is signed or encrypted for a browser asks the store for its keys.
    """
    make_instance(settings.instance)
    app = Flask("webapp", instance_path=str(settings.instance), static_folder=None)
    app.session_interface = KeyRingSessions()
    app.config.update(
        # With https, the prefix keeps other hosts from setting this cookie, and so from planting a sign-in.
        SESSION_COOKIE_NAME="__Host-session" if settings.https else "session",
        TRUSTED_HOSTS=list(settings.trusted_hosts),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
    )
    if settings.proxies:
        count = settings.proxies
        # The documented way to add middleware to Flask.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    return app
