"""The options that `report` and `batch` share."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypedDict

import click

from webapp.assessment import Answers
from webapp.exchange.record import RECORD_NAME, build_record
from webapp.report import AttachedFile, Occasion
from webapp.report.times import authored_as


class ReportOptions(TypedDict):
    """The values of these options."""

    large_print: bool
    paper: str | None
    parts: str | None
    day: datetime | None
    without_record: bool


def report_options(usual_day: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return a decorator that adds the options. `usual_day` describes the default date in the help."""

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(_options(usual_day)):
            command = option(command)
        return command

    return add


def _options(usual_day: str) -> tuple[Callable[[Callable[..., Any]], Callable[..., Any]], ...]:
    day = f"The date on the report. Default: {usual_day}."
    return (
        click.option("--large-print", is_flag=True, help="The large-print edition. Easy read always is."),
        click.option("--paper", type=click.Choice(["a4", "letter"]), help="Default: the clinic's."),
        click.option(
            "--parts",
            type=click.Choice(["all", "patient"]),
            help="With the practitioner's part or without. Default: with, but not with --large-print.",
        ),
        click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help=day),
        click.option(
            "--without-record", is_flag=True, help="Leave out the answers that the file carries as data."
        ),
    )


def attachment_for(
    answers: Answers, occasion: Occasion, base_url: str, at: datetime | None = None
) -> AttachedFile:
    """Return the record that the report carries, dated by the day alone when the time is unknown."""
    less = authored_as(occasion.partial_date) if occasion.partial_date else occasion.date.isoformat()
    authored = at if at and not occasion.partial_date else less
    content = build_record(answers, base_url=base_url, authored=authored, reference=occasion.reference)
    return AttachedFile(RECORD_NAME, content)
