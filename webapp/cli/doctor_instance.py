"""Checks of an instance: store, clock, purge, backup, server, certificate. They change nothing."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from webapp.cli.health import OK, listening_at, read_health
from webapp.clinic import Clinic
from webapp.instance_files import is_there
from webapp.localization.questionnaires import ServedQuestionnaires, questions_folder, served_questionnaires
from webapp.loopback import LOOPBACK
from webapp.questionnaire.load import load
from webapp.questionnaire.problems import QuestionnaireErrors
from webapp.report.pdf.printable_text import unprintable_languages
from webapp.settings import (
    Settings,
    SettingsError,
    exposure_problem,
    read_clinic,
    read_questions,
    zone_problem,
)
from webapp.storage import (
    BACKUP_AGE,
    PURGE_AGE,
    WAITING_SECONDS,
    StorageRefused,
    Store,
    StoreUnavailable,
    is_up_to_date,
    open_existing,
    read_key,
)

SECONDS = 3.0
HTTPS = 443

CERTIFICATE_DAYS = 14


@dataclass(frozen=True)
class Check:
    """The result of one check; `problems` is empty when all is well."""

    subject: str
    problems: tuple[str, ...] = ()


def stores(settings: Settings, now: datetime) -> Iterator[Check]:
    """Write to an existing store and read back, and check what is to happen regularly."""
    if not is_there(settings.key_file):
        yield Check("store (none yet: the first start makes it)")
        return
    what = "store (written and read back)"
    try:
        read_key(settings.key_file)
        if not is_up_to_date(settings.database_url):
            yield Check("store (of an earlier version: the next start brings it up to date)")
            return
        with closing(open_existing(settings.database_url, settings.key_file)) as store:
            store.health.probe()
            yield Check(what)
            yield from _by_itself(store, now, has_queue=settings.queue)
            yield from _clinic(settings, store.clinic_settings.clinic(now) or Clinic())
    except (StorageRefused, StoreUnavailable) as error:
        yield Check(what, (str(error),))


def _by_itself(store: Store, now: datetime, *, has_queue: bool) -> Iterator[Check]:
    """Check what is to happen regularly."""
    vitals, times = store.health.report(now), store.clock_status(now)
    doubt = (f"{times.doubt}: set it, or run  gutfactors purge --the-clock-is-right",) if times.doubt else ()
    yield Check("clock", doubt)
    purge = "the server does it every day, a minute after its start first; or run  gutfactors purge"
    if times.purged_at is None and not vitals.is_purge_late:
        yield Check("last purge (none yet: the first is a minute after the start of the server)")
    else:
        yield _age("last purge", now, times.purged_at, PURGE_AGE, purge)
    yield _age("last backup", now, vitals.backed_up_at, BACKUP_AGE, "run  gutfactors backup  every night")
    if has_queue or vitals.waiting:
        yield _prints(vitals.waiting, vitals.waiting_seconds, vitals.workers if has_queue else None)


def _age(what: str, now: datetime, at: datetime | None, most: timedelta, remedy: str) -> Check:
    if at is None:
        return Check(f"{what} (never)", (remedy,))
    days = (now - at) // timedelta(days=1)
    shown = f"{what} ({at:%Y-%m-%d %H:%M} UTC, {days} days ago)"
    return Check(shown, (remedy,) if now - at > most else ())


def _clinic(settings: Settings, live: Clinic) -> Iterator[Check]:
    """Check what the clinic chose, in its file or under Settings."""
    with suppress(SettingsError):  # reported by the check of the clinic
        live = read_clinic(settings.instance) or live
    yield _zone(settings, live)
    with suppress(QuestionnaireErrors, SettingsError):  # reported by the check of the questionnaire
        yield _chosen(served_by(settings), live)


def _chosen(served: ServedQuestionnaires, live: Clinic) -> Check:
    """Check that patients are asked as the clinic chose."""
    lost = served.printable(unprintable_languages(served.translations.texts)).not_offered(live.languages)
    problems = [f"language {tag} was chosen and is not offered: {reason}" for tag, reason in lost.items()]
    if live.region and live.region not in served.source.regions:
        problems.append(f"region {live.region} is not in the questionnaire, so each patient is asked")
    return Check("region and languages that the clinic chose", tuple(problems))


def served_by(settings: Settings) -> ServedQuestionnaires:
    """Load the questionnaire in all languages in which it can be asked. Raise QuestionnaireErrors."""
    folder = questions_folder(settings.questions, settings.translations)
    return served_questionnaires(read_questions(settings.questions), folder, settings.translations)


def _zone(settings: Settings, live: Clinic) -> Check:
    shown = live.timezone or f"{settings.time_zone}, of this machine: the clinic has named none"
    strange = zone_problem(settings, settings.with_time_zone(live))
    return Check(f"time zone of all days ({shown})", (strange,) if strange else ())


def _prints(waiting: int, seconds: int, workers: int | None) -> Check:
    running = "" if workers is None else f", {workers} workers"
    shown = f"prints of many ({waiting} parts wait{running})"
    if workers == 0:
        return Check(shown, ("no worker is running: start one on each core to spare,  gutfactors worker",))
    is_late = seconds > WAITING_SECONDS
    return Check(shown, (f"the oldest waits for {seconds // 60} minutes: see the log",) if is_late else ())


def version(path: Path) -> Check:
    """Report the version of the questionnaire and the date of its file."""
    with suppress(QuestionnaireErrors, OSError, ValueError):
        found = load(read_questions(path))
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        return Check(f"version of the questionnaire ({found.version}, its file is of {changed:%Y-%m-%d})")
    return Check("version of the questionnaire (see above)")


def server(settings: Settings, port: Callable[[str, int], Check]) -> Check:
    """Request /health of this instance's server; when there is no answer, check that its port is free."""
    host, number = listening_at(settings)
    health = read_health(settings)
    if health is None:
        return port(host, number)
    shown = f"server on port {number} of {host} (says: {health['status']})"
    said = health.get("problems")
    problems = tuple(str(each) for each in said) if isinstance(said, list) else ()
    return Check(shown, problems if problems or health["status"] == OK else ("see its log",))


def https(settings: Settings, now: datetime) -> Check:
    """Check that answers travel encrypted, and how long the certificate is valid."""
    outside = [name for name in settings.host_names if name not in LOOPBACK]
    exposed = exposure_problem(settings)
    if exposed:
        return Check("https", (exposed,))
    if not outside and settings.host in LOOPBACK:
        return Check("https (not needed: only this machine can connect)")
    return certificate(outside[0], now) if outside else Check("https")


def certificate(name: str, now: datetime, number: int = HTTPS) -> Check:
    """Check the certificate of this host."""
    what = f"https of {name}"
    try:
        with (
            socket.create_connection((name, number), SECONDS) as plain,
            ssl.create_default_context().wrap_socket(plain, server_hostname=name) as sealed,
        ):
            shown = sealed.getpeercert() or {}
    except ssl.SSLError as error:
        return Check(what, (f"browsers will not believe its certificate: {error.reason}",))
    except OSError as error:
        return Check(f"{what} (not seen from this machine: {error})")
    until = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(shown["notAfter"])), UTC)
    days = (until - now).days
    lacking = (f"it is good for {days} days only: renew it",) if days < CERTIFICATE_DAYS else ()
    return Check(f"{what} (certificate good until {until:%Y-%m-%d})", lacking)
