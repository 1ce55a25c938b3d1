"""`gutfactors audit`: whether the audit log is as it was written."""

from __future__ import annotations

from pathlib import Path

import click

from webapp.cli.exit_codes import FAULTY, refuse
from webapp.cli.instance import instance_option, opened_store


@click.group()
def audit() -> None:
    """Look at the audit log."""


@audit.command()
@instance_option
def verify(instance: Path | None) -> None:
    """Check that no entry was changed, taken out or added without the instance's key.

    Write the last digest down, on paper: it proves later that the log up to it is still the same.
    """
    with opened_store(instance) as store:
        verdict = store.audit.verify()
    if not verdict.is_whole:
        refuse([f"The audit log is broken: {verdict.message}."], FAULTY)
    click.echo(f"The audit log is whole: {verdict.message}.")
    click.echo(f"Last digest: {verdict.digest or 'none yet'}")
