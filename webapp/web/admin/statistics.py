"""Numbers of whole quarters, for managers: patients, and where people stop. Only after a quarter is over."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from webapp.prints.quarter_counter import CountedQuarter
from webapp.report.pdf.printable_text import clinic_on_paper
from webapp.report.views.documents import HtmlDocument
from webapp.statistics.quarters import Quarter
from webapp.web.admin.quarter_table import csv_text, quarter_table
from webapp.web.admin.statistics_charts import day_charts, days_name, flow_charts
from webapp.web.admin.statistics_text import place_names, quarter_name, share_words, shown_count
from webapp.web.auth.guards import require_manager
from webapp.web.kit.app_context import app_context
from webapp.web.kit.dates import day_here
from webapp.web.kit.pdf_response import file_response, pdf_response

bp = Blueprint("statistics", __name__, url_prefix="/statistics")
require_manager(bp)

WAIT = 1.5
"""Seconds that a page waits for a quarter to be counted. Thousands of patients take longer."""


@bp.get("")
def show() -> ResponseReturnValue:
    """List the quarters that are over."""
    now = Quarter.of(day_here(app_context().clock()))
    return render_template(
        "admin/statistics.html",
        quarters=app_context().quarter_counter.quarters(),
        names=quarter_name,
        now=now,
    )


@bp.get("/<name>")
def quarter(name: str) -> ResponseReturnValue:
    """Show one quarter, or that it is being counted."""
    return render_template("admin/quarter.html", **_content(_quarter_or_404(name)))


@bp.get("/<name>/numbers.pdf")
def pdf(name: str) -> ResponseReturnValue:
    """Return one quarter on paper."""
    content, app = _content(_quarter_or_404(name)), app_context()
    if content["table"] is None:
        return redirect(url_for("statistics.quarter", name=name), 303)
    clinic = clinic_on_paper(app.clinic)
    html = render_template("admin/quarter_print.html", **content, clinic_on_paper=clinic)
    return pdf_response(app.render_pool.pdf(HtmlDocument(html)), f"numbers-{name}")


@bp.get("/<name>/numbers.csv")
def table(name: str) -> ResponseReturnValue:
    """Return one quarter as a table of values."""
    content = _content(_quarter_or_404(name))
    if content["table"] is None:
        return redirect(url_for("statistics.quarter", name=name), 303)
    text = csv_text(content["table"], content["flow"], app_context().questionnaire)
    return file_response(text.encode(), "text/csv", "attachment", f"numbers-{name}.csv")


def _content(asked: Quarter) -> dict[str, Any]:
    """Return what the pages of a quarter show, without a table while it is being counted."""
    content = {"quarter": asked, "quarter_words": quarter_name(asked), "table": None}
    counted, questionnaire = _counted(asked), app_context().questionnaire
    if counted is None:
        return content
    return content | {
        "table": quarter_table(counted.patients, questionnaire),
        "counted_at": counted.counted_at,
        "flow": counted.forms,
        "places": place_names(questionnaire),
        "charts": flow_charts(counted.forms, questionnaire),
        "day_charts": day_charts(counted.forms, asked),
        "days_name": days_name,
        "share": share_words,
        "count": shown_count,
    }


def _counted(asked: Quarter) -> CountedQuarter | None:
    counter = app_context().quarter_counter
    found = counter.numbers(asked)
    if found is None:
        counter.start(asked, WAIT)
        found = counter.numbers(asked)
    return found


def _quarter_or_404(name: str) -> Quarter:
    asked = Quarter.parse(name)
    if asked is None or asked not in app_context().quarter_counter.quarters():
        raise NotFound
    return asked
