"""Numbers of a whole quarter, for managers: where people stop. Only quarters that are over are shown."""

from fractions import Fraction

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from webapp.report.charts.shares import ShareRow, shares
from webapp.statistics.form_flow import FormFlow, FormTotals, form_flow
from webapp.statistics.quarters import Quarter, full_quarters
from webapp.storage import CHECK, START
from webapp.web.admin.statistics_text import place_names, quarter_name, share_words
from webapp.web.auth.guards import require_manager
from webapp.web.kit.app_context import app_context
from webapp.web.kit.dates import day_here
from webapp.web.kit.i18n import gettext, localizer

bp = Blueprint("statistics", __name__, url_prefix="/statistics")
require_manager(bp)


@bp.get("")
def show() -> ResponseReturnValue:
    """List the quarters that are over."""
    now = Quarter.of(day_here(app_context().clock()))
    return render_template("admin/statistics.html", quarters=_quarters(), names=quarter_name, now=now)


@bp.get("/<name>")
def quarter(name: str) -> ResponseReturnValue:
    """Show one quarter."""
    asked = _quarter_or_404(name)
    flow = _flow(asked)
    return render_template(
        "admin/quarter.html",
        quarter=asked,
        quarter_words=quarter_name(asked),
        flow=flow,
        places=place_names(app_context().questionnaire),
        chart=_chart(flow),
        share=share_words,
    )


def _quarters() -> tuple[Quarter, ...]:
    app = app_context()
    first = app.store.form_events.first_day()
    return full_quarters(first, day_here(app.clock())) if first else ()


def _quarter_or_404(name: str) -> Quarter:
    asked = Quarter.parse(name)
    if asked is None or asked not in _quarters():
        raise NotFound
    return asked


def _flow(asked: Quarter) -> FormFlow:
    counts = app_context().store.form_events.between(asked.first_day, asked.last_day)
    places = (START, *(section.id for section in app_context().questionnaire.sections), CHECK)
    totals = FormTotals(counts.begun, counts.finished, counts.ended)
    return form_flow(totals, counts.left, counts.returned, places)


def _chart(flow: FormFlow) -> str:
    """Draw where forms were left: the longest bar is where most were."""
    names = place_names(app_context().questionnaire)
    most = max((stop.left or 0 for stop in flow.stops), default=0)
    rows = [
        ShareRow(
            names.get(stop.place, stop.place),
            None if stop.left is None else Fraction(stop.left, most),
            share_words(stop.left, flow.closed),
        )
        for stop in flow.stops
    ]
    return shares(rows, prefix="stops", title=gettext("Where forms were left"), words=localizer())
