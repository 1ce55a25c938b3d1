"""`gutfactors audit`: verification of the audit log (`script/audit` audits the locked packages)."""

from pathlib import Path

import click

from webapp.cli.exit_codes import FAILURE, exit_with
from webapp.cli.instance import instance_option, store_to_read


@click.group()
def audit() -> None:
    """Look at the audit log."""


@audit.command()
@instance_option
def verify(instance: Path | None) -> None:
    """Check that no entry was changed, taken out or added without the instance's key.

    Write the last digest down, on paper: it proves later that the log up to it is still the same.
    """
    with store_to_read(instance) as store:
        verdict = store.audit.verify()
    if not verdict.is_whole:
        exit_with([f"The audit log is broken: {verdict.message}."], FAILURE)
    click.echo(f"The audit log is whole: {verdict.message}.")
    click.echo(f"Last digest: {verdict.digest or 'none yet'}")
