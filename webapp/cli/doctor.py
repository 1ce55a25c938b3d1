"""`gutfactors doctor`: what this machine lacks, with the command that mends it."""

from datetime import UTC, datetime
from pathlib import Path

import click

from webapp.cli.doctor_machine import checks
from webapp.cli.exit_codes import FAILURE, environment_with


@click.command()
@click.option(
    "--instance",
    type=click.Path(file_okay=False, readable=False, path_type=Path),
    help="Default: instance.",
)
def doctor(instance: Path | None) -> None:
    """Look for everything that serving and printing need, and tell what is lacking.

    Changes nothing. Exit code 1 when something is lacking.
    """
    lacks = False
    for check in checks(environment_with({"instance": instance}), datetime.now(UTC)):
        lacks |= bool(check.problems)
        click.echo(f"{'LACKING' if check.problems else 'ok     '}  {check.subject}")
        for sentence in check.problems:
            click.echo(f"         {sentence}")
    raise SystemExit(FAILURE if lacks else 0)
