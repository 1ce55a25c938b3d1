"""`gutfactors purge`."""

from datetime import UTC, datetime
from pathlib import Path

import click

from webapp.cli.exit_codes import FAILURE, exit_with
from webapp.cli.instance import existing_store, instance_option

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

    Nothing is deleted where the clock is far ahead of the newest time that is known, or behind it.
    """
    with existing_store(instance) as store:
        gone = store.purge(datetime.now(UTC), "command", is_right=is_right)
        is_forgotten = store.truncate_wal()
    if gone.doubt:
        exit_with([f"Nothing was deleted: {gone.doubt}. Look at this machine's clock. {IF_RIGHT}"], FAILURE)
    counts = f"drafts {gone.drafts}, submissions {gone.submissions}, audit entries {gone.audit}"
    again = f". Submissions of a time to come, whose term begins now: {gone.redated}" if gone.redated else ""
    click.echo(f"Deleted: {counts}{again}.")
    if not is_forgotten:
        click.echo("It is not overwritten yet, since somebody is reading: the next purge does that.")
