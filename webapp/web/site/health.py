"""The health check for monitoring. Counts and times only, since anybody may ask."""

from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from webapp.storage import ClockStatus, HealthReport, StoreUnavailable
from webapp.web.kit.app_context import AppContext, app_context

bp = Blueprint("health", __name__)
OVERDUE = timedelta(days=2)  # purges run once a day: after two days without one, an operator should look


@bp.get("/health")
def show() -> ResponseReturnValue:
    """Write to the store and read back, and check everything else that could stop unnoticed."""
    app = app_context()
    now = app.clock()
    try:
        app.store.health.probe()
        vitals, times = app.store.health.report(now), app.store.clock_status(now)
    except StoreUnavailable as error:
        app.outage_log.record(error)
        return {"status": "the store cannot be written or read"}, 503
    trouble = _trouble(app, times, now)
    return {"status": trouble or "ok", **_vitals(vitals, times)}, 503 if trouble else 200


def _trouble(app: AppContext, times: ClockStatus, now: datetime) -> str:
    if not app.render_pool.is_alive():
        return "no report can be made"
    # Count from the start at the earliest: a server that was off for a week has not purged yet.
    last = max(times.purged_at or app.since, app.since)
    return "nothing was deleted for two days" if now - last > OVERDUE else ""


def _vitals(vitals: HealthReport, times: ClockStatus) -> dict[str, Any]:
    queue = {"workers": vitals.workers} if vitals.workers is not None else {}
    clock = "believed"
    if times.doubt:
        clock = "behind" if times.doubt.is_behind else "too far ahead"
    return {
        "clock": clock,
        "last_purge": times.purged_at and times.purged_at.isoformat(timespec="seconds"),
        "last_backup": vitals.backed_up_at and vitals.backed_up_at.isoformat(timespec="seconds"),
        "free_bytes": vitals.free_bytes,
        "prints": {"waiting": vitals.waiting, "oldest_seconds": vitals.waiting_seconds, **queue},
    }
