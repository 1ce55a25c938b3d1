"""The audit log in words."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import timedelta

from flask import Blueprint, Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue

from webapp.exchange.csv_cells import csv_cell
from webapp.exchange.csv_export import BOM
from webapp.localization.typed_day import parse_day
from webapp.report.times import zone_of
from webapp.storage import AuditEntry, AuditQuery, is_reference, reference_prefix
from webapp.web.admin.audit_log_names import log_names
from webapp.web.admin.audit_log_text import KINDS, log_line
from webapp.web.auth.guards import current_actor, require_manager
from webapp.web.kit.app_context import app_context
from webapp.web.kit.dates import day_here, start_of_day
from webapp.web.kit.i18n import N_, gettext
from webapp.web.kit.staff_forms import parse_whole

bp = Blueprint("audit_log", __name__, url_prefix="/log")
require_manager(bp)

ON_A_PAGE = 100

HEADINGS = (N_("Number"), N_("When"), N_("Who"), N_("What"), N_("About"), N_("More"))


@bp.get("")
def show() -> ResponseReturnValue:
    """List the newest entries, or those before one, that match the query."""
    before, asked, query = parse_whole(request.args.get("before", "")), _parameters(), _query()
    app = app_context()
    entries = app.store.audit.list(before, ON_A_PAGE, query=query)
    names = log_names()
    return render_template(
        "admin/audit_log.html",
        lines=[log_line(entry, names) for entry in entries],
        older=entries[-1].number if len(entries) == ON_A_PAGE else None,
        is_first=before is None,
        asked=asked,
        people=names,
        kinds=KINDS,
        purged_at=app.store.clock_status(app.clock()).purged_at,
        done=request.args.get("done", ""),
    )


@bp.get("/check")
def check() -> ResponseReturnValue:
    """Verify the chain of digests."""
    return render_template("admin/audit_log_check.html", verdict=app_context().store.audit.verify())


@bp.post("/export")
def export() -> ResponseReturnValue:
    """Download all matching entries as a table, and record that."""
    app, now, query = app_context(), app_context().clock(), _query()
    app.store.audit.record(current_actor(), "exported the log", current_actor(), now)
    headers = {"Content-Disposition": f'attachment; filename="log-{day_here(now)}.csv"'}
    rows = stream_with_context(_table(app.store.audit.iterate(query)))
    return Response(rows, mimetype="text/csv", headers=headers)


def _table(entries: Iterable[AuditEntry]) -> Iterator[str]:
    """Yield the rows as text, one by one: a log may be long."""
    names, zone = log_names(), zone_of(app_context().clinic)
    yield BOM + _row([gettext(each) for each in HEADINGS])
    for entry in entries:
        line = log_line(entry, names)
        at = line.at.astimezone(zone).isoformat(timespec="seconds")
        yield _row([line.number, at, line.who, line.what, line.about, line.more])


def _row(values: Iterable[object]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([csv_cell(value) for value in values])
    return text.getvalue()


def _parameters() -> dict[str, str]:
    """Return the parameters of the query, without those that no entry can match (PostgreSQL takes no NUL)."""
    asked = {name: request.args.get(name, "").strip() for name in ("about", "day", "until", "who", "kind")}
    return {name: value for name, value in asked.items() if value and value.isprintable()}


def _query() -> AuditQuery:
    asked = _parameters()
    since = parse_day(asked.get("day", ""))
    last = parse_day(asked.get("until", "")) or since
    about = asked.get("about", "")
    code = reference_prefix(about)
    return AuditQuery(
        subject=f"submission {code}" if is_reference(code) else about,
        person=asked.get("who", ""),
        actions=frozenset(KINDS.get(asked.get("kind", ""), ("", ()))[1]),
        since=start_of_day(since) if since else None,
        until=start_of_day(last + timedelta(days=1)) if last else None,
    )
