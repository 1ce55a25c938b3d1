"""What is wrong with a running server, for the page /health and for the server's log."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from webapp.settings import exposure_problem, zone_problem
from webapp.storage import (
    BACKUP_AGE,
    WAITING_SECONDS,
    ClockStatus,
    HealthReport,
    SealBroken,
    StoreUnavailable,
)
from webapp.web.kit.app_context import AppContext
from webapp.web.kit.problem_log import HealthProblem

Problems = Iterator[HealthProblem]


@dataclass(frozen=True)
class HealthStatus:
    """What is wrong, the worst first, and the figures of monitoring."""

    problems: tuple[HealthProblem, ...]
    figures: Mapping[str, Any]

    @property
    def is_serving(self) -> bool:
        return not any(each.is_outage for each in self.problems)

    @property
    def status(self) -> str:
        """Return what turns visitors away, or "ok" also where something else should be mended."""
        return next((each.sentence for each in self.problems if each.is_outage), "ok")


def check_health(app: AppContext) -> HealthStatus:
    """Write to the store and read back, look at all that could stop unnoticed, and log what changed."""
    now = app.clock()
    try:
        app.store.health.probe()
        sealed = _sealed_problem(app)
        if sealed:  # what the clinic chose, and how long things are kept, is not known then
            return _outage(app, sealed)
        report, times = app.store.health.report(now), app.store.clock_status(now)
        found = sorted(_problems(app, report, times), key=lambda each: not each.is_outage)
    except StoreUnavailable as error:
        app.outage_log.record(error)
        return _outage(app, HealthProblem("store", "the store cannot be written or read", is_outage=True))
    app.problem_log.update(found)
    return HealthStatus(tuple(found), _figures(report, times))


def _outage(app: AppContext, problem: HealthProblem) -> HealthStatus:
    """Return the one problem beside which nothing else is known, and log it."""
    app.problem_log.update([problem], are_all=False)
    return HealthStatus((problem,), {})


def _problems(app: AppContext, report: HealthReport, times: ClockStatus) -> Problems:
    yield from _program_problems(app)
    if report.shortage:
        yield HealthProblem("disk", f"no form can be begun: {report.shortage}", is_outage=True)
    if report.is_purge_late:
        yield HealthProblem("purge", "nothing was deleted for two days", is_outage=True)
    if times.doubt:
        yield HealthProblem("clock", f"nothing is deleted: {times.doubt}")
    strange = zone_problem(app.settings, app.clinic)
    if strange:
        yield HealthProblem("zone", strange)
    yield from _lost_choices(app)
    exposed = exposure_problem(app.settings)
    if exposed:
        yield HealthProblem("https", exposed)
    yield from _print_problems(app, report)
    yield from _delivery_problems(app, report)
    if report.is_backup_late:
        yield HealthProblem("backup", f"there was no backup for {BACKUP_AGE.days} days")


def _sealed_problem(app: AppContext) -> HealthProblem | None:
    """Return why the settings do not open, if they do not."""
    missing = app.store.keys.missing()
    if missing:
        lost = (
            f"no page can be shown: the data are sealed with key {missing}, which {app.settings.key_file} "
            "lacks: copy this file from the server where  gutfactors keys rotate  ran"
        )
        return HealthProblem("key", lost, is_outage=True)
    try:
        app.refuse_sealed_settings()
    except SealBroken as damaged:
        lost = f"no page can be shown: the clinic's settings are damaged ({damaged}): put a backup back"
        return HealthProblem("settings", lost, is_outage=True)
    return None


def _program_problems(app: AppContext) -> Problems:
    if not app.render_pool.is_alive():
        yield HealthProblem("renderer", "no report can be made", is_outage=True)
    yield from missing_templates(app.program_files)


def missing_templates(files: Iterable[Path]) -> Problems:
    """Yield a problem if some of these files of the program are gone."""
    missing = sorted(path.name for path in files if not path.exists())
    if missing:
        names = ", ".join(missing[:3])
        lost = f"files of the program are missing ({names}): install it again, and restart the server"
        yield HealthProblem("templates", lost, is_outage=True)


def _lost_choices(app: AppContext) -> Problems:
    """Yield what the clinic chose for patients and today's questionnaire does not have."""
    lost = app.served.not_offered(app.clinic.languages)
    if lost:
        why = "; ".join(f"{tag}: {reason}" for tag, reason in lost.items())
        yield HealthProblem("languages", f"the clinic offers languages that patients cannot choose: {why}")
    if app.lost_region:
        yield HealthProblem(
            "region",
            f"the clinic's region {app.lost_region} is not in the questionnaire, so each patient is asked: "
            "choose another under Settings, or name the questionnaire that has it in GUTFACTORS_QUESTIONS",
        )


def _print_problems(app: AppContext, report: HealthReport) -> Problems:
    if app.settings.queue and not report.workers:
        yield HealthProblem("workers", "no worker is running: start  gutfactors worker")
    elif report.waiting_seconds > WAITING_SECONDS:
        minutes = report.waiting_seconds // 60
        yield HealthProblem("prints", f"the oldest print of many waits for {minutes} minutes")


def _delivery_problems(app: AppContext, report: HealthReport) -> Problems:
    late = "for {} minutes, and nothing sends: start  gutfactors serve  or  gutfactors deliver"
    if report.mail_seconds > WAITING_SECONDS:
        yield HealthProblem("mail", "mail waits " + late.format(report.mail_seconds // 60))
    if app.settings.webhook and report.event_seconds > WAITING_SECONDS:
        yield HealthProblem("events", "events wait " + late.format(report.event_seconds // 60))
    if report.failing_mails:
        yield HealthProblem(
            "smtp", f"the mail server again and again took no mail: {report.failing_mails} wait"
        )
    if app.settings.webhook and report.failing_events:
        wait = f"{report.failing_events} wait"
        yield HealthProblem("webhook", f"the webhook's receiver again and again took no event: {wait}")


def _figures(report: HealthReport, times: ClockStatus) -> dict[str, Any]:
    queue = {"workers": report.workers} if report.workers is not None else {}
    clock = "believed"
    if times.doubt:
        clock = "behind" if times.doubt.is_behind else "too far ahead"
    return {
        "clock": clock,
        "last_purge": times.purged_at and times.purged_at.isoformat(timespec="seconds"),
        "last_backup": report.backed_up_at and report.backed_up_at.isoformat(timespec="seconds"),
        "free_bytes": report.free_bytes,
        "prints": {"waiting": report.waiting, "oldest_seconds": report.waiting_seconds, **queue},
    }
