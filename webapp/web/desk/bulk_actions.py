"""Closing or deleting all submissions that came between two times."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Self

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from webapp.report.times import zone_of
from webapp.storage import DeskQuery
from webapp.web.auth.guards import current_actor, require_practitioner
from webapp.web.desk.list_query import TABS
from webapp.web.kit.app_context import app_context
from webapp.web.kit.csrf import retry_form
from webapp.web.kit.i18n import N_, gettext

bp = Blueprint("bulk_actions", __name__, url_prefix="/desk/many")
require_practitioner(bp)

ACTIONS = {"close": N_("Close them"), "delete": N_("Delete them for good")}

CHANNELS = ("home", "kiosk", "paper", "import")


@dataclass(frozen=True)
class BulkSelection:
    """The fields of the form."""

    since: str = ""
    until: str = ""
    channel: str = ""
    is_nameless: bool = True
    do: str = ""

    @classmethod
    def from_form(cls, form: Mapping[str, str]) -> Self:
        channel = form.get("channel", "")
        return cls(
            form.get("since", ""),
            form.get("until", ""),
            channel if channel in CHANNELS else "",
            "nameless" in form,
            form.get("do", ""),
        )

    @property
    def problems(self) -> dict[str, str]:
        messages = {
            name: gettext("Choose a day and a time.")
            for name in ("since", "until")
            if parse_local_datetime(getattr(self, name)) is None
        }
        since, until = parse_local_datetime(self.since), parse_local_datetime(self.until)
        if since and until and since >= until:
            messages["until"] = gettext("The end must be after the beginning.")
        return messages

    @property
    def query(self) -> DeskQuery:
        """The submissions from `since` to `until` (not included); to be closed, only open ones."""
        return DeskQuery(
            since=parse_local_datetime(self.since),
            until=parse_local_datetime(self.until),
            channel=self.channel,
            is_nameless=self.is_nameless,
            states=TABS["open" if self.do == "close" else "all"],
        )


def parse_local_datetime(typed: str) -> datetime | None:
    """Parse a day and a time of the clinic's zone, as browsers send them: "2026-11-23T14:30"."""
    try:
        found = datetime.fromisoformat(typed)
    except ValueError:
        return None
    is_usual = datetime(1970, 1, 2) < found.replace(tzinfo=None) < datetime(9998, 1, 1)  # noqa: DTZ001  of no zone
    return found.replace(tzinfo=zone_of(app_context().clinic)) if is_usual else None


@bp.get("")
def ask() -> ResponseReturnValue:
    """Show the form."""
    return _asking(BulkSelection(), {})


@bp.post("")
@retry_form(lambda: _asking(BulkSelection.from_form(request.form), {}))
def count() -> ResponseReturnValue:
    """Show how many submissions match and ask for confirmation; act once that number is confirmed."""
    chosen = BulkSelection.from_form(request.form)
    if chosen.do not in ACTIONS:
        raise BadRequest
    if chosen.problems:
        return _asking(chosen, chosen.problems), 422
    app = app_context()
    many = app.store.bulk.count(chosen.query, app.clock())
    if request.form.get("really") != str(many) or not many:
        return render_template("desk/bulk_confirm.html", chosen=chosen, many=many)
    return _done(chosen)


def _done(chosen: BulkSelection) -> ResponseReturnValue:
    app, by = app_context(), current_actor()
    bulk, now = app.store.bulk, app.clock()
    is_closing = chosen.do == "close"
    act = partial(bulk.close_matching if is_closing else bulk.delete_matching, chosen.query, by, now)
    done = act() if is_closing else app.quarter_counter.count_before(act)
    said = "closed" if is_closing else "deleted_many"
    return redirect(url_for("submission_list.show", done=said, count=done), 303)


def _asking(chosen: BulkSelection, problems: Mapping[str, str]) -> str:
    return render_template("desk/bulk_actions.html", chosen=chosen, problems=problems, channels=CHANNELS)
