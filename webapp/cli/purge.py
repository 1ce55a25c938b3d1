"""`gutfactors purge`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from webapp.cli.clock import utc_now
from webapp.cli.exit_codes import FAILURE, exit_with, settings_from
from webapp.cli.instance import existing_store, instance_option
from webapp.settings import Settings
from webapp.storage import Store

if TYPE_CHECKING:
    from webapp.prints.quarter_counter import QuarterCounter

BY = "command"
IF_RIGHT = "If it is right as it is: gutfactors purge --the-clock-is-right"


@click.command()
@click.option(
    "--the-clock-is-right",
    "is_right",
    is_flag=True,
    help="Believe the clock, though it is far from all that is known.",
)
@instance_option
def purge(*, is_right: bool, instance: Path | None) -> None:
    """Delete what has outlived its term: submissions, drafts, and entries of the audit log.

    Quarters that are over are counted before, from what is still there. Nothing is deleted where the clock
    is far ahead of the newest time that is known, or behind it.
    """
    settings = settings_from({"instance": instance})
    with existing_store(instance) as store:
        if is_right:
            store.believe_clock(utc_now(), BY)
        _counter(settings, store).count_before(partial(_purge, store))


def _counter(settings: Settings, store: Store) -> QuarterCounter:
    """Return what counts quarters. It reads the questionnaire and the clinic when it counts, not before."""
    from webapp.cli.documents import current_documents  # noqa: PLC0415  it loads the report
    from webapp.prints.quarter_counter import QuarterCounter  # noqa: PLC0415

    return QuarterCounter(store, current_documents(settings, store), utc_now)


def _purge(store: Store) -> None:
    gone = store.purge(utc_now(), BY)
    is_forgotten = store.truncate_wal()
    counts = f"drafts {gone.drafts}, submissions {gone.submissions}, audit entries {gone.audit}"
    again = f". Submissions of a time to come, whose term begins now: {gone.redated}" if gone.redated else ""
    click.echo(f"Deleted: {counts}, pictures of paper forms {gone.pictures}{again}.")
    if not is_forgotten:
        click.echo("It is not overwritten yet, since somebody is reading: the next purge does that.")
    if gone.doubt:
        said = f"Nothing was deleted for its age: {gone.doubt}. Look at this machine's clock. {IF_RIGHT}"
        exit_with([said], FAILURE)
